"""Entering through another provider (OpenID Connect): where to send somebody, and who comes back.

The provider is the one that the settings name, and no other address is asked but those that it names under HTTPS. What
comes back is a stranger's until the signature fits. No message holds a secret, a code or a token.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from floodwatch.model.errors import ExtraMissing, Refused, SettingError

FOUND = "/.well-known/openid-configuration"
SCOPE = "openid email"
SIGNED = ("RS256", "ES256", "PS256", "EdDSA")
"""Signatures that are believed: `none` and those with a shared key are not among them."""
SECONDS, LEEWAY_S, MOST = 10, 60, 1 << 20
HOME = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Provider:
    """Who is asked: the issuer, our name there, the variable that holds our secret, and where people come back to."""

    issuer: str
    client: str
    back: str
    secret_env: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who came back. `email` is empty unless the provider verified it."""

    subject: str
    email: str


def provider(told: Mapping[str, Any]) -> Provider:
    """The provider of the settings (SettingError for what is missing, or not under HTTPS)."""
    unknown = sorted(set(told) - {"issuer", "client", "back", "secret_env"})
    missing = [name for name in ("issuer", "client", "back") if not str(told.get(name, "")).strip()]
    if unknown or missing:
        what = f"There is no setting oidc.{unknown[0]}" if unknown else f"oidc.{missing[0]} is missing"
        raise SettingError(what, do="Set issuer, client, back and secret_env.")
    found = Provider(**{name: str(value) for name, value in told.items()})
    for address in (found.issuer, found.back):
        if not _safe(address):
            raise SettingError("An address of [oidc] is not under https", do="Write https://…")
    return found


def address(one: Provider, state: str, nonce: str, verifier: str) -> str:
    """Where to send somebody who wants to enter."""
    try:
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
        from authlib.oauth2.rfc7636 import create_s256_code_challenge
    except ImportError as missing:
        raise ExtraMissing("authlib", "oidc") from missing
    asked = {
        "redirect_uri": one.back, "scope": SCOPE, "state": state, "nonce": nonce, "code_challenge_method": "S256",
        "code_challenge": create_s256_code_challenge(verifier),
    }  # fmt: skip
    where = _known(one)["authorization_endpoint"]
    return str(prepare_grant_uri(where, one.client, "code", **asked))


def identity(one: Provider, code: str, nonce: str, verifier: str) -> Identity:
    """Who a code stands for, once the provider's signature was verified (Refused)."""
    known = _known(one)
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": one.back, "client_id": one.client,
        "code_verifier": verifier,
    }  # fmt: skip
    secret = os.environ.get(one.secret_env, "") if one.secret_env else ""
    answer = _asked(known["token_endpoint"], form | ({"client_secret": secret} if secret else {}))
    claims = _verified(one, str(answer.get("id_token", "")), _asked(known["jwks_uri"]), nonce)
    email = str(claims.get("email") or "") if claims.get("email_verified") is True else ""
    return Identity(str(claims["sub"]), email.casefold())


def _verified(one: Provider, token: str, keys: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
    try:
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.jwk import KeySet
    except ImportError as missing:
        raise ExtraMissing("authlib", "oidc") from missing
    try:
        told = jwt.decode(token, KeySet.import_key_set(dict(keys)), algorithms=list(SIGNED))  # type: ignore[arg-type]
        asked = {
            "iss": {"essential": True, "value": one.issuer},
            "aud": {"essential": True, "value": one.client},
        }
        claims = CodeIDToken(told.claims, told.header, asked, {"nonce": nonce, "client_id": one.client})
        claims.validate(leeway=LEEWAY_S)
    except Exception as problem:
        raise _no() from problem
    found: Mapping[str, Any] = told.claims
    return found


def _known(one: Provider) -> dict[str, str]:
    """What the provider says of itself; it is who it should be, and names addresses that are safe."""
    told = _asked(one.issuer.rstrip("/") + FOUND)
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    if told.get("issuer") != one.issuer or not all(_safe(str(told.get(name, ""))) for name in names):
        raise _no()
    return {name: str(told[name]) for name in names}


def _asked(where: str, form: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The answer of an address as JSON; it is not followed elsewhere, nor read beyond a size."""
    try:
        import httpx
    except ImportError as missing:
        raise ExtraMissing("httpx", "oidc") from missing
    method, trust = ("POST", {"data": dict(form)}) if form else ("GET", {})
    home = urlsplit(where).hostname in HOME
    try:
        with (
            httpx.Client(timeout=SECONDS, follow_redirects=False, trust_env=not home) as client,
            client.stream(method, where, **trust) as answer,  # type: ignore[arg-type]
        ):
            answer.raise_for_status()
            text = b""
            for part in answer.iter_bytes():
                text += part
                if len(text) > MOST:
                    raise _no()
        told = json.loads(text)
    except (httpx.HTTPError, ValueError):
        raise _no() from None
    if not isinstance(told, dict):
        raise _no()
    return told


def _safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(parts.hostname) and (
            parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in HOME)
        )
    except ValueError:
        return False


def _no() -> Refused:
    return Refused(
        "The other provider did not say who this is", do="Try again; if it goes on, enter with a password."
    )
