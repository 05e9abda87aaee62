import argparse


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = "A fresh pair; browsers that subscribed under another one have to subscribe again."


def run(_chosen: argparse.Namespace) -> int:
    from integrations.vapid import fresh_key, public_half

    private = fresh_key()
    print(f"VAPID_PRIVATE_KEY={private}")
    print(f"# its public half, which browsers are told: {public_half(private)}")
    return 0
