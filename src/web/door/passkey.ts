/** Passkeys: what the server says as JSON, and what the browser takes and gives as bytes (WebAuthn Level 3, 5.1). */

type Json = Readonly<Record<string, unknown>>;

export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (letter) => letter.codePointAt(0)!);
}

export function base64urlOf(bytes: ArrayBuffer): string {
  const text = String.fromCodePoint(...new Uint8Array(bytes));
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function canUsePasskeys(): boolean {
  return typeof PublicKeyCredential !== "undefined" && navigator.credentials !== undefined;
}

/** What the browser is asked for, as bytes. */
export function optionsOf(said: Json): Json {
  const ids = (list: unknown): unknown =>
    Array.isArray(list) ? list.map((one: Json) => ({ ...one, id: bytesOf(String(one["id"])) })) : undefined;
  const { challenge, user, allowCredentials, excludeCredentials } = said;
  const all = {
    ...said,
    challenge: bytesOf(String(challenge)),
    user: user === undefined ? undefined : { ...(user as Json), id: bytesOf(String((user as Json)["id"])) },
    allowCredentials: ids(allowCredentials),
    excludeCredentials: ids(excludeCredentials),
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Makes a passkey on this device. `undefined`: the person did not want to, or the device cannot. */
export async function makePasskey(said: Json): Promise<Record<string, never> | undefined> {
  const credentials = PublicKeyCredential as unknown as {
    readonly parseCreationOptionsFromJSON?: (options: never) => PublicKeyCredentialCreationOptions;
  };
  const publicKey =
    credentials.parseCreationOptionsFromJSON?.(said as never) ??
    (optionsOf(said) as unknown as PublicKeyCredentialCreationOptions);
  return credentialSaid(await navigator.credentials.create({ publicKey }).catch(refused));
}

/** Shows a passkey of this device. */
export async function showPasskey(said: Json): Promise<Record<string, never> | undefined> {
  const credentials = PublicKeyCredential as unknown as {
    readonly parseRequestOptionsFromJSON?: (options: never) => PublicKeyCredentialRequestOptions;
  };
  const publicKey =
    credentials.parseRequestOptionsFromJSON?.(said as never) ??
    (optionsOf(said) as unknown as PublicKeyCredentialRequestOptions);
  return credentialSaid(await navigator.credentials.get({ publicKey }).catch(refused));
}

/** People turn it away, or it takes too long: that is told alike, so that no page learns which. */
function refused(error: unknown): null {
  if (error instanceof DOMException) return null;
  throw error;
}

function credentialSaid(credential: Credential | null): Record<string, never> | undefined {
  if (credential === null) return undefined;
  const own = credential as PublicKeyCredential;
  if (typeof own.toJSON === "function") return own.toJSON() as unknown as Record<string, never>;
  const { clientDataJSON } = own.response;
  const fields = ["attestationObject", "authenticatorData", "signature", "userHandle"] as const;
  const others = fields.flatMap((name) => {
    const bytes = (own.response as unknown as Record<string, ArrayBuffer | null | undefined>)[name];
    return bytes ? [[name, base64urlOf(bytes)] as const] : [];
  });
  const response = { clientDataJSON: base64urlOf(clientDataJSON), ...Object.fromEntries(others) };
  const { id, type } = own;
  return { id, rawId: id, type, response, clientExtensionResults: {} } as unknown as Record<string, never>;
}
