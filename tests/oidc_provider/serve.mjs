// Serves the certified provider on a free port of this machine, and prints its address.
// Arguments: the folder in which it is installed, the quiz's callback, and the people by login.
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const [folder, callback, people] = process.argv.slice(2);
const library = pathToFileURL(`${folder}/node_modules/oidc-provider/lib/index.js`);
const { default: Provider } = await import(library);
const known = JSON.parse(people);

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: "quiz",
        client_secret: "a secret of the quiz & of the provider",
        redirect_uris: [callback],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
    ],
    pkce: { required: () => true },
    cookies: { keys: ["a key for tests"] },
    claims: { openid: ["sub", "amr"], email: ["email", "email_verified"], profile: ["name", "groups"] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, ...known[id] }),
    }),
  });
  server.on("request", provider.callback());
  console.log(issuer);
});
