"""`python -m vault_tool` is the command `vault-tool`."""

from vault_tool.cli.main import main

if __name__ == "__main__":
    main()
