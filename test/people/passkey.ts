import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from "node:crypto";

/** A passkey as a telephone holds one (WebAuthn Level 3, ES256, attestation `none`). */
export class Passkey {
  readonly id = randomBytes(16);
  private readonly key: KeyObject;
  private readonly publicKey: KeyObject;
  private readonly origin: string;
  /** Whether the person unlocked it: a fingerprint, a PIN. */
  isUnlocked = true;

  constructor(origin: string) {
    this.origin = origin;
    const pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
    this.key = pair.privateKey;
    this.publicKey = pair.publicKey;
  }

  register({ challenge }: { readonly challenge: string }): unknown {
    const clientDataJSON = this.clientData("webauthn.create", challenge);
    const attested = Buffer.concat([Buffer.alloc(16), lengthOf(this.id), this.id, this.coseKey()]);
    const authData = Buffer.concat([this.authenticatorData(0x40), attested]);
    const attestationObject = cbor(
      new Map<unknown, unknown>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", authData],
      ]),
    );
    return this.credential({
      clientDataJSON: clientDataJSON.toString("base64url"),
      attestationObject: attestationObject.toString("base64url"),
      transports: ["internal"],
    });
  }

  signIn({ challenge }: { readonly challenge: string }): unknown {
    const clientDataJSON = this.clientData("webauthn.get", challenge);
    const authenticatorData = this.authenticatorData(0);
    const signed = Buffer.concat([authenticatorData, createHash("sha256").update(clientDataJSON).digest()]);
    return this.credential({
      clientDataJSON: clientDataJSON.toString("base64url"),
      authenticatorData: authenticatorData.toString("base64url"),
      signature: createSign("sha256").update(signed).sign(this.key).toString("base64url"),
    });
  }

  private credential(response: unknown): unknown {
    const id = this.id.toString("base64url");
    return { id, rawId: id, type: "public-key", response, clientExtensionResults: {} };
  }

  private clientData(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin, crossOrigin: false }));
  }

  /** Present always, verified if unlocked. Keys that are copied between devices do not count their uses. */
  private authenticatorData(more: number): Buffer {
    const rpIdHash = createHash("sha256").update(new URL(this.origin).hostname).digest();
    return Buffer.concat([rpIdHash, Buffer.from([0x01 | (this.isUnlocked ? 0x04 : 0) | more]), Buffer.alloc(4)]);
  }

  private coseKey(): Buffer {
    const { x, y } = this.publicKey.export({ format: "jwk" });
    return cbor(
      new Map<unknown, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, Buffer.from(x!, "base64url")],
        [-3, Buffer.from(y!, "base64url")],
      ]),
    );
  }
}

function lengthOf(bytes: Uint8Array): Buffer {
  return Buffer.from([bytes.length >> 8, bytes.length & 255]);
}

/** As much of CBOR (RFC 8949) as is needed here. */
function cbor(value: unknown): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  const entries = [...(value as ReadonlyMap<unknown, unknown>)];
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, of]) => [cbor(key), cbor(of)])]);
}

function head(kind: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(kind << 5) | length]);
  return length < 256
    ? Buffer.from([(kind << 5) | 24, length])
    : Buffer.from([(kind << 5) | 25, length >> 8, length & 255]);
}
