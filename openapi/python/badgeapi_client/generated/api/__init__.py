# Made by openapi/generate_client.py from openapi/openapi.json; change those, not this file.

"""Contains methods for accessing the API"""
