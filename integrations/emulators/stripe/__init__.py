"""Stripe's API, its Checkout page and its signed webhooks."""
