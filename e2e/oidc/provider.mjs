// A certified OpenID provider as a hospital may have one, for the tests of signing in:
//   node provider.mjs ADDRESS_OF_WARDSTAR
// It listens on a free port and prints its issuer. Whoever signs in as "number:N-1" has
// that employee number; "number:N-1:second" has given a second factor, too.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const app = process.argv[2];
const server = createServer((request, response) => serve(request, response));
let serve;
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'wardstar',
        client_secret: 'not a secret outside of tests',
        redirect_uris: [`${app}/auth/oidc/callback`],
        post_logout_redirect_uris: [`${app}/`],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub', 'amr'], profile: ['name', 'employee_number'] },
    cookies: { keys: ['a key for the tests'] },
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    pkce: { required: () => true },
    ttl: { AuthorizationCode: 60, IdToken: 300, Session: 3600, Interaction: 600, Grant: 3600, AccessToken: 300 },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: id, employee_number: id.split(':')[1] }),
    }),
  });
  Object.defineProperty(provider.OIDCContext.prototype, 'amr', {
    get() {
      return this.session.accountId?.endsWith(':second') ? ['pwd', 'otp'] : ['pwd'];
    },
  });
  serve = provider.callback();
  console.log(`issuer ${issuer}`);
});
// The tests hold our standard input: we end with them, however they end.
process.stdin.resume().on('end', () => process.exit(0));
