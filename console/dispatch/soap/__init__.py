"""Calling agencies that speak SOAP: by zeep from the WSDL in a plugin's package, over our one door to HTTP."""
