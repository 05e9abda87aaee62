import time

import pytest

from models.contact_details import ContactBeforeReveal, contact_details, refuse_contact_details

pytestmark = pytest.mark.req("R-03")

PHONES = [
    "Llámame al 5512345678",
    "mi cel es 55 1234 5678",
    "55-1234-5678",
    "(55) 1234-5678",
    "55.12.34.56.78",
    "+52 55 1234 5678",
    "+52 1 55 1234 5678",
    "044 55 1234 5678",
    "cel: 81-8345-6789 por la tarde",
    "5 5 1 2 3 4 5 6 7 8",
    "5-5-1-2-3-4-5-6-7-8",
    "55*1234*5678",
    "５５１２３４５６７８",
    "5️⃣5️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣",
    "cinco cinco uno dos tres cuatro cinco seis siete ocho",
    "cincuenta y cinco doce treinta y cuatro cincuenta y seis setenta y ocho",
    "CINCUENTA Y CINCO 1234 5678",
    "55 doce 34 56 78",
    "Mándame mensaje al 5 5 1 2 - 3 4 5 6 - 7 8, gracias",
    "tel. 5512-3456",
    "whatsapp 12345678",
    "Mi número es 5512345678 y cobro $1,500.00",
    "+1 415 555 2671",
    "marque 01 55 5123 4567",
    "5512345678 2000",
    "son $5512345678",
    "$55 1234 5678",
    "5512345678 pesos",
    "mide 5512345678 cm",
    "55\u200b1234\u200b5678",
]

EMAILS = [
    "escríbeme a juan@gmail.com",
    "juan.perez+obra@hotmail.com.mx",
    "juan arroba gmail punto com",
    "juan (at) gmail (dot) com",
    "juan @ gmail . com",
    "JUAN@GMAIL.COM",
    "juan @gmail",
]

LINKS = [
    "mira https://ejemplo.mx/fotos",
    "www.plomeriaperez.com",
    "plomeriaperez.com",
    "plomeriaperez.com.mx/precios",
    "wa.me/5215512345678",
    "estoy en bit.ly/abc",
    "plomeria perez punto com",
    "t.me/juanplomero",
]

HANDLES = [
    "sígueme en instagram",
    "soy @juan_plomero",
    "insta: juanplomero",
    "mi facebook es plomeriaperez",
    "búscame en face como Plomería Pérez",
    "ig @juan.plomero",
    "Telegram: juanplomero",
]

FINE = [
    "Cobro $1,500.00 por todo, $800 de anticipo",
    "Entre 12,000 y 15,000 pesos",
    "Entre $12,000 - $15,000",
    "1500-2000",
    "de 1000 a 2000 pesos, máximo 2500",
    "El 12/11/2026 a las 10:30",
    "12/11/2026 - 14/11/2026",
    "Del 2026-11-12 al 2026-11-14, de 10:00 a 12:00",
    "10:00 - 14:00, 16:00 - 18:30",
    "Muro de 120 x 60 x 40 cm",
    "Son 3 baños, 2 cocinas y 1 lavadero",
    "Mide 2.50 m por 3.75 m; 9.38 m2",
    "Medidas: 100 200 300 400 mm",
    "Tinaco Rotoplas de 1100 litros, 5 años de uso",
    "Boiler modelo CAL-REX 110, serie 99812345678",
    "Depto 302, torre B, piso 3",
    "C.P. 06700, colonia Roma Norte",
    "220 volts, 30 amperes, 3/4 de pulgada",
    "Fuga en la llave de 1/2 pulgada",
    "Lunes, martes y jueves de 9 a 12",
    "Uno o dos días, tres a lo más",
    "Necesito cuatro contactos y cinco apagadores; los seis focos ya los tengo",
    "Hay que mover uno, dos, tres, cuatro muebles",
    "¿Puede venir mañana? Está mal.Es urgente",
    "Está goteando.Me urge",
    "La fuga.info adicional en la foto",
    "Vi en Facebook cómo se hace, pero no pude",
    "Mándame por aquí las fotos por favor",
    "Te escribo por este chat, no por whatsapp",
    "Dos arrobas de arena y una de cal",
    "Precio por pieza @ $50",
    "Cotización: 250+150+300=700",
    "Referencia #TM-00145 y #DIS-00001",
    "Del 1 al 15 de noviembre de 2026",
    "La instalación es de 1985, el edificio tiene 12 pisos y 48 departamentos",
    "Pago 50% al inicio y 50% al final",
    "Pantalla de 55 pulgadas",
    "El punto de luz está quemado",
    "Marca Bosch modelo 1234567",
    'Tubo PVC 4" x 6 m, codo 90°',
]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (kind, text)
        for kind, texts in (("phone", PHONES), ("email", EMAILS), ("link", LINKS), ("handle", HANDLES))
        for text in texts
    ],
)
def test_a_way_around_us_is_seen(kind: str, text: str) -> None:
    assert kind in contact_details(text)


@pytest.mark.parametrize("text", FINE)
def test_what_a_job_needs_said_passes(text: str) -> None:
    assert contact_details(text) == []


def test_the_refusal_says_what_and_where_but_not_the_text() -> None:
    with pytest.raises(ContactBeforeReveal) as refused:
        refuse_contact_details(title="Fuga", description="llámame al 55 1234 5678")
    assert refused.value.code == "CONTACT_BEFORE_REVEAL"
    assert refused.value.details == {"field": "description", "kinds": ["phone"]}


def test_a_long_hostile_text_is_read_quickly() -> None:
    for hostile in ("5 " * 2500, "a." * 2500, "@" * 5000, "1-" * 2500, "uno " * 1250, "y cincuenta " * 400):
        contact_details(hostile)
    began = time.process_time()
    contact_details("1" * 20_000)
    assert time.process_time() - began < 3
