from django import forms

from accounts.models import User


class DeletionForm(forms.Form):
    """What is typed is the e-mail address, or DELETE by a guest, who has none."""

    typed = forms.CharField(
        max_length=254,
        label_suffix="",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, user: User, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type] # a QueryDict or None
        self.asked = user.email or "DELETE"
        self.fields["typed"].label = f"Type {self.asked} to confirm"

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"]
        if typed.casefold() != self.asked.casefold():
            raise forms.ValidationError(f"Nothing was deleted: that is not {self.asked}.")
        return typed
