import { genericOAuth, type GenericOAuthConfig } from "better-auth/plugins/generic-oauth";
import type { OidcProvider } from "./oidc.ts";

/**
 * OpenID Connect with PKCE, a nonce and a verified ID token. Nobody is let in whom we did not invite: what the provider says
 * of a person's role or name changes nothing here.
 */
export function oidcPlugin(providers: readonly OidcProvider[]): ReturnType<typeof genericOAuth> {
  return genericOAuth({ config: providers.map(configOf) });
}

function configOf({ id, name, discovery, clientId, clientSecret }: OidcProvider): GenericOAuthConfig {
  return {
    providerId: id,
    name,
    discoveryUrl: discovery,
    clientId,
    clientSecret,
    scopes: ["openid", "email", "profile"],
    pkce: true,
    requireIdTokenVerification: true,
    disableSignUp: true,
    overrideUserInfo: false,
  };
}
