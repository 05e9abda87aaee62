"""Operations that tortoise has no quick form of."""

from tortoise.migrations.operations import CreateModel, Operation, TortoiseOperation
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
from tortoise.migrations.schema_generator.state import ModelState, State


class CreateModels(TortoiseOperation):
    """Many tables as one operation: tortoise copies its whole picture of the tables before each (5 s for 59)."""

    def __init__(self, operations: list[Operation]) -> None:
        self.models = [each for each in operations if isinstance(each, CreateModel)]
        if len(self.models) != len(operations):
            raise TypeError("only tables can be created together")

    def describe(self) -> str:
        return f"Create {len(self.models)} models"

    def state_forward(self, app_label: str, state: State) -> None:
        names = {(app_label, each.name): each for each in self.models}
        for key, each in names.items():
            state.models[key] = ModelState.make_from_model(app_label, each.model)
        state.reload_models(names)

    async def database_forward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        for each in self.models:
            await each.database_forward(app_label, old_state, new_state, state_editor)

    async def database_backward(
        self, app_label: str, old_state: State, new_state: State, state_editor: BaseSchemaEditor | None = None
    ) -> None:
        for each in reversed(self.models):
            await each.database_backward(app_label, old_state, new_state, state_editor)
