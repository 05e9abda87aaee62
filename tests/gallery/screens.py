"""Every screen in its main states: who looks, where, and what they tap first."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.gallery.world import World
from tests.journeys.browser import Reader
from tests.journeys.spoken import expect

Steps = Callable[[Reader], Awaitable[None]]


@dataclass(frozen=True)
class Screen:
    """`steps` lead on from the path, by the Spanish names of what is tapped; `error` may be logged on the way."""

    name: str
    path: str
    steps: Steps | None = None
    error: str = "nothing"


def taps(*names: str) -> Steps:
    async def tap(reader: Reader) -> None:
        for name in names:
            await reader.taps(name, exact=False)

    return tap


def opens(*names: str) -> Steps:
    """Into a dialog, whose module may come only now."""

    async def open_dialog(reader: Reader) -> None:
        await taps(*names)(reader)
        await expect(reader.page.locator("dialog[open]")).to_be_visible()

    return open_dialog


async def fill_in_a_request(reader: Reader) -> None:
    await reader.chooses("Servicio", "Plomería")
    await reader.writes("Título", "Fuga en la cocina")
    await reader.taps("Continuar")
    await reader.writes("Describe el trabajo", "Gotea debajo del fregadero desde ayer y ya se mojó el mueble.")
    await reader.writes("Presupuesto desde", "500")
    await reader.writes("Hasta", "1500")


# What was written is kept: each finds what the one before wrote.
async def fill_in_its_place(reader: Reader) -> None:
    await taps("Continuar", "Continuar")(reader)
    await reader.chooses("Zona", "Roma Norte")
    await reader.writes("Calle y número", "Orizaba 101, interior 4")
    await reader.writes("Código postal", "06700")


async def choose_people(reader: Reader) -> None:
    await taps("Continuar", "Continuar", "Continuar")(reader)
    await reader.ticks("Elegir a Juan Pérez Luna")


async def pick(reader: Reader) -> None:
    await reader.ticks("Elegir a Juan Pérez Luna")


async def ask_why(reader: Reader) -> None:
    await reader.page.get_by_role("button", name="Por qué aparece aquí").first.click()


async def open_filters(reader: Reader) -> None:
    """On a phone; at a desk they stand beside."""
    await reader.page.get_by_role("combobox", name="Zona").wait_for()
    button = reader.page.get_by_role("button", name="Filtros (1)")
    if await button.count():
        await button.click()


async def type_wrongly(reader: Reader) -> None:
    await reader.writes("Correo electrónico", "maria@example.com")
    await reader.writes("Contraseña", "equivocada")
    await reader.taps("Entrar")
    await reader.page.get_by_role("alert").first.wait_for()


ANYBODY = [
    Screen("welcome", "/"),
    Screen("sign-up", "/sign-up"),
    Screen("sign-in", "/sign-in"),
    Screen("sign-in-refused", "/sign-in", type_wrongly, error="/api/auth/login"),
    Screen("forgot", "/forgot-password"),
    Screen("reset", "/reset-password/x"),
    Screen("verify-email-refused", "/verify-email?token=x", error="/api/auth/verify-email"),
    Screen("paid-cancelled", "/payment/cancel"),
    Screen("help", "/help"),
    *(Screen(name, f"/legal/{name}") for name in ("privacy", "terms", "cookies")),
    Screen("not-found", "/nothing"),
]
BEGINNER = [
    Screen("inbox-empty", "/inbox"),
    Screen("leads-empty", "/leads"),
    Screen("wallet-empty", "/wallet"),
    Screen("profile-empty", "/profile"),
]


ACCOUNT = [
    Screen("account", "/account"),
    Screen("sessions", "/account/sessions"),
    Screen("own-data", "/account/data"),
    Screen("notices", "/notices"),
    Screen("numbers", "/numbers"),
    Screen("receipts", "/receipts"),
]


def of_the_client(world: World) -> list[Screen]:
    jobs = world.jobs
    return [
        Screen("inbox", "/inbox"),
        Screen("inbox-needs", "/inbox", taps("Necesitan de ti")),
        Screen("inbox-archived", "/inbox", taps("Archivadas")),
        *(Screen(f"talk-{name}", jobs[name].path) for name in ("bought", "asked", "marked", "unreviewed")),
        *(Screen(f"talk-{name}", jobs[name].path) for name in ("released", "disputed")),
        Screen("talk-options", jobs["asked"].path, taps("Opciones")),
        Screen("talk-report", jobs["marked"].path, opens("Reportar un problema")),
        Screen("talk-settle", jobs["disputed"].path, opens("Proponer otra")),
        Screen("dispute", f"/disputes/{world.disputes['open']}"),
        Screen("pay", f"/pay/{jobs['asked'].payment}"),
        Screen("review", f"/review/{jobs['unreviewed'].payment}"),
        Screen("search", "/search?category=Plomer%C3%ADa&zone=Roma+Norte", pick),
        Screen("search-why", "/search?category=Plomer%C3%ADa", ask_why),
        Screen("search-filters", "/search?category=Plomer%C3%ADa&min_rating=4", open_filters),
        Screen("search-none", "/search?category=Jardiner%C3%ADa"),
        Screen("search-narrow", "/search?category=Plomer%C3%ADa&max_price=1&day=sun"),
        Screen("professional", f"/professionals/{world['juan'].user['id']}"),
        Screen("requests", "/requests"),
        Screen("request", f"/requests/{world.leads['sent']}"),
        Screen("request-bought", f"/requests/{jobs['asked'].lead}"),
        Screen("request-cancel", f"/requests/{world.leads['sent']}", opens("Cancelar solicitud")),
        Screen("new-request-1", "/requests/new"),
        Screen("new-request-2", "/requests/new", fill_in_a_request),
        Screen("new-request-3", "/requests/new", fill_in_its_place),
        Screen("new-request-4", "/requests/new", choose_people),
        Screen("receipt", f"/receipts/{jobs['released'].payment}"),
        Screen("talk-find", jobs["released"].path, opens("Opciones", "Buscar en la conversación")),
        Screen("talk-flag", jobs["released"].path, opens("Opciones", "Reportar conversación")),
        *ACCOUNT,
        Screen("account-email", "/account", opens("Cambiar correo")),
        Screen("verify-phone", "/verify-phone"),
    ]


def of_the_handyman(world: World) -> list[Screen]:
    jobs = world.jobs
    return [
        Screen("inbox", "/inbox"),
        *(Screen(f"talk-{name}", jobs[name].path) for name in ("bought", "asked", "paid", "released")),
        *(Screen(f"talk-{name}", jobs[name].path) for name in ("reminded", "refunded")),
        Screen("talk-more", jobs["paid"].path, taps("Más acciones")),
        Screen("talk-bill", jobs["paid"].path, opens("Más acciones", "Pedir pago")),
        Screen("talk-complete", jobs["paid"].path, opens("Marcar como terminado")),
        Screen("leads", "/leads"),
        Screen("lead", f"/leads/{world.leads['open']}"),
        Screen("lead-bought", f"/leads/{jobs['asked'].lead}"),
        Screen("wallet", "/wallet"),
        Screen("wallet-deposit", "/wallet", opens("Agregar saldo")),
        Screen("wallet-withdraw", "/wallet", opens("Retirar a mi banco")),
        Screen("wallet-budget", "/wallet", taps("Cambiar presupuesto")),
        Screen("profile", "/profile"),
        Screen("own-page", f"/professionals/{world['juan'].user['id']}"),
        *ACCOUNT,
    ]


def everything(world: World) -> dict[str | None, list[Screen]]:
    """By whom: the name of somebody in the world, or nobody."""
    carmen = world["carmen"].user["id"]
    approval = f"/admin/approvals/{carmen}"
    return {
        None: ANYBODY,
        "maria": of_the_client(world),
        "juan": of_the_handyman(world),
        "lucia": [
            Screen("talk-disputed", world.jobs["disputed"].path),
            Screen("dispute-accused", f"/disputes/{world.disputes['open']}"),
            Screen("wallet-earned", "/wallet"),
        ],
        "pedro": [
            Screen("talk-settled", world.jobs["settled"].path),
            Screen("dispute-settled", f"/disputes/{world.disputes['settled']}"),
            Screen("talk-marked", world.jobs["marked"].path),
        ],
        "sofia": [Screen("requests-one", "/requests"), Screen("inbox-one", "/inbox")],
        "beto": BEGINNER,
        "carmen": [Screen("profile-in-review", "/profile")],
        "admin": [
            Screen("approvals", "/admin/approvals"),
            Screen("approval", approval),
            Screen("approval-changes", approval, opens("Pedir cambios")),
            Screen("approval-reject", approval, opens("Rechazar")),
            Screen("account", "/account"),
        ],
    }
