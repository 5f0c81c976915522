# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

"""Contains endpoint functions for accessing the API"""
