/**
 * A first badge in TypeScript: awarded, verified, revoked. Prints `verified`, `revoked` and `not_verified`.
 *
 *     npx @hey-api/openapi-ts -i openapi/openapi.json -o docs/quickstart/client
 *     ADMIN_KEY=badge_admin_the_key_that_was_printed npx tsx docs/quickstart/quickstart.ts
 */

import {
  createApiKey,
  createIssuer,
  issueAssertion,
  revokeAssertion,
  upsertAchievement,
  verifyCredential,
} from './client/index.js';
import { client } from './client/client.gen.js';

const { API = 'http://localhost:8000', ADMIN_KEY = '' } = process.env;

// Errors are thrown: the problem document, with its `code` and `errors`
client.setConfig({ baseUrl: API, auth: ADMIN_KEY, throwOnError: true });

// An issuer, and a key for the LMS, which can do everything for this issuer and nothing for others
const { data: issuer } = await createIssuer<true>({
  body: { name: 'Example Polytechnic', url: 'https://polytechnic.example' },
});
const { data: lms } = await createApiKey<true>({ path: { issuer_id: issuer.id }, body: { name: 'LMS' } });
client.setConfig({ auth: lms.key });

// What can be earned, under the LMS's own key: run it again with a better text, and there is a new version
const { data: soldering } = await upsertAchievement<true>({
  path: { issuer_id: issuer.id, key: 'soldering-2' },
  body: {
    issuer: issuer.id,
    name: 'Soldering, Level 2',
    description: 'Can solder surface-mount components to an agreed standard.',
    achievementType: 'MicroCredential',
    creditsAvailable: 2.5,
    criteria: { narrative: 'Three boards of ten joints each, inspected under magnification.' },
  },
});

// Ada has earned it. The same idempotency key never makes a second badge
const { data: awarded } = await issueAssertion<true>({
  headers: { 'idempotency-key': 'soldering-2-ada' },
  body: { achievement: soldering.id, recipient: { email: 'ada@example.org' }, creditsEarned: 2.5 },
});

// Anybody can verify the credential, without a key
const verdict = async () => (await verifyCredential<true>({ body: awarded.credential })).data.verdict;
console.log(await verdict());

// Awarded by mistake? Revoke it, and it verifies no more
const { data: revoked } = await revokeAssertion<true>({
  path: { assertion_id: awarded.id },
  body: { reason: 'awarded by mistake' },
});
console.log(revoked.state);
console.log(await verdict());
