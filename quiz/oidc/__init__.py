"""OpenID Connect: the identity provider of an office as it is set, and what it says of a person.

It knows neither the web nor the store: it makes addresses, asks the provider, and checks tokens.
"""
