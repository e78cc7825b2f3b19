"""An account, only when wanted: what makes a person findable again, by e-mail and password, passkey or code."""
