// A real OpenID Connect provider for tests: `node server.mjs PORT ADDRESS-OF-THE-SITE`. Whoever signs in as
// "analyst" or "agency:DOT" has that role; any password will do. Client "program" gets tokens for the API.
import { generateKeyPairSync } from "node:crypto";
import { Provider } from "oidc-provider";

const [port, site] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const api = "equity-api";

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: "equity",
      client_secret: "a secret of the tests alone, and of no other use",
      redirect_uris: [`${site}/sign-in/back`],
      post_logout_redirect_uris: [`${site}/sign-in`],
    },
    {
      client_id: "program",
      client_secret: "another secret of the tests, and of no other use",
      grant_types: ["client_credentials"],
      response_types: [],
      redirect_uris: [],
    },
  ],
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: "tests", use: "sig", alg: "RS256" }] },
  cookies: { keys: ["a key of the tests"] },
  claims: { openid: ["sub"], profile: ["name", "roles"] },
  conformIdTokenClaims: false,
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: `The tests' ${id}`, roles: [id] }),
  }),
  extraTokenClaims: () => ({ roles: ["analyst"] }),
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx) => (ctx.oidc.client?.clientId === "program" ? `urn:${api}` : undefined),
      getResourceServerInfo: () => ({ scope: "read", audience: api, accessTokenFormat: "jwt", accessTokenTTL: 300 }),
    },
  },
  ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, Interaction: 300, Session: 300, Grant: 300 },
});

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
