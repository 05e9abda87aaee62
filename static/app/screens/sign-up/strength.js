/** 0 too short, 1 weak, 2 fair, 3 strong: length first, then variety. */
export function strength(password) {
  if (password.length < 8) return 0;
  const kinds = [/[a-záéíóúñ]/, /[A-ZÁÉÍÓÚÑ]/, /\d/, /[^\p{L}\d]/u].filter((kind) => kind.test(password)).length;
  if (new Set(password).size < 5) return 1;
  const points = kinds + Math.floor(password.length / 6);
  if (points >= 5) return 3;
  return points >= 3 ? 2 : 1;
}
