const LARGEST_SIDE = 2048;
const SMALL_ENOUGH = 1.5 * 2 ** 20;

/** The size that a picture is sent in: phones take them larger than anyone will look at them, and networks are slow. */
export function fitted(width, height, side = LARGEST_SIDE) {
  const scale = Math.min(1, side / Math.max(width, height));
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** A picture made smaller, without what the camera wrote about place and time; anything else as it is. */
export async function shrink(file, side = LARGEST_SIDE) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
  try {
    const picture = await createImageBitmap(file);
    const size = fitted(picture.width, picture.height, side);
    if (size.width === picture.width && file.size <= SMALL_ENOUGH) return file;
    const blob = await drawn(picture, size);
    return blob && blob.size < file.size ? new File([blob], "photo.jpg", { type: blob.type }) : file;
  } catch {
    return file;
  }
}

function drawn(picture, { width, height }) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d").drawImage(picture, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
}
