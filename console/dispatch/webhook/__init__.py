"""Telling other systems of news by signed calls (Standard Webhooks), and checking those that tell us."""
