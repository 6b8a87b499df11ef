"""The sandbox as tools and resources of the Model Context Protocol, for coding agents.

``control_tools`` makes them of the control catalogue, so that a new operation is one by itself; ``contract_tools`` and
``integration_tools`` have what the command line has besides. ``service`` is the protocol, by the official SDK; nothing
else here knows it.
"""
