// An issuer and verifier that shares no code with badgeapi: Digital Bazaar's packages, driven by peer.py.
//
// Each line of stdin is a request {op, ...}, each line of stdout its answer; `operations` lists them. Whatever goes
// wrong is an answer {error}, never the end of the process. Nothing is fetched: contexts are given once, further
// documents with what is to be verified, and a did:key speaks for itself.

import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as ecdsaJcs from '@digitalbazaar/ecdsa-jcs-2019-cryptosuite';
import * as ecdsaSd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import * as jcs from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import * as vc from '@digitalbazaar/vc';
import {cryptosuite as ecdsaRdfc} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {createInterface} from 'node:readline';
import {createLocalJWKSet, jwtVerify} from 'jose';
import {cryptosuite as rdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';

const suites = {
  'eddsa-rdfc-2022': {sign: rdfc, verify: rdfc},
  'eddsa-jcs-2022': {sign: jcs.createSignCryptosuite(), verify: jcs.createVerifyCryptosuite()},
};

let contexts = {};

const operations = {
  // {documents: {url: context document}}; to be sent first
  async contexts({documents}) {
    contexts = documents;
    return {};
  },

  // {credential, documents} -> {verified, error?}; in a set, the library is content with one proof that fits
  async verify({credential, documents}) {
    const suite = Object.values(suites).map(({verify}) => new DataIntegrityProof({cryptosuite: verify}));
    const checkStatus = async () => ({verified: true}); // without one, the library refuses any credentialStatus
    const {verified, error} = await vc.verifyCredential(
      {credential, suite, checkStatus, documentLoader: loader(documents)});
    return {verified, error: error && explain(error)};
  },

  // {credential, cryptosuite, seed?: 64 hex digits} -> {credential}, its issuer the did:key of the key
  async issue({credential, cryptosuite, seed}) {
    const key = await Ed25519Multikey.generate({seed: seed && Buffer.from(seed, 'hex')});
    const suite = new DataIntegrityProof({signer: signer(key, credential), cryptosuite: suites[cryptosuite].sign});
    return {credential: await vc.issue({credential, suite, documentLoader: loader({})})};
  },

  // {credential, curve, form: 'rdfc' or 'jcs'} -> {credential}: likewise with a fresh key of P-256 or P-384
  async issueEcdsa({credential, curve, form}) {
    const key = await EcdsaMultikey.generate({curve});
    const cryptosuite = form === 'jcs' ? ecdsaJcs.createSignCryptosuite() : ecdsaRdfc;
    const suite = new DataIntegrityProof({signer: signer(key, credential), cryptosuite});
    return {credential: await vc.issue({credential, suite, documentLoader: loader({})})};
  },

  // {credential, mandatory, selective: JSON Pointers} -> {base, credential}: what the issuer gives, what is shown of it
  async disclose({credential, mandatory, selective}) {
    const key = await EcdsaMultikey.generate({curve: 'P-256'});
    const signing = ecdsaSd.createSignCryptosuite({mandatoryPointers: mandatory});
    const suite = new DataIntegrityProof({signer: signer(key, credential), cryptosuite: signing});
    const documentLoader = loader({});
    const base = await vc.issue({credential, suite, documentLoader});
    const choosing = ecdsaSd.createDiscloseCryptosuite({selectivePointers: selective});
    const verifiableCredential = structuredClone(base);
    const derived = await vc.derive(
      {verifiableCredential, suite: new DataIntegrityProof({cryptosuite: choosing}), documentLoader});
    return {base, credential: derived};
  },

  // {credential} -> {credential}: signed with Ed25519Signature2020, whose context is added
  async issue2020({credential}) {
    const suite = new Ed25519Signature2020({signer: signer(await Ed25519Multikey.generate(), credential)});
    return {credential: await vc.issue({credential, suite, documentLoader: loader({})})};
  },

  // {token, keys: JWK set} -> {verified, error?, payload?}: the key by its kid, dates checked
  async jwt({token, keys}) {
    try {
      const {payload} = await jwtVerify(token, createLocalJWKSet(keys));
      return {verified: true, payload};
    } catch(error) {
      return {verified: false, error: explain(error)};
    }
  },

  // {document} -> {nquads}: RDFC-1.0 in safe mode, exactly as eddsa-rdfc-2022 hashes it
  async canonicalize({document}) {
    return {nquads: await rdfc.canonize(document, {documentLoader: loader({})})};
  },
};

// A key's did:key becomes the id of the credential's issuer.
function signer(key, credential) {
  const controller = `did:key:${key.publicKeyMultibase}`;
  Object.assign(key, {controller, id: `${controller}#${key.publicKeyMultibase}`});
  const {issuer} = credential;
  credential.issuer = typeof issuer === 'object' ? {...issuer, id: controller} : controller;
  return key.signer();
}

const loader = documents => async url => {
  const document = find(url, documents);
  if(!document) {
    throw new Error(`${url} was not given.`);
  }
  // jsonld.js keeps what is tagged static by its URL alone, beyond the request
  return {contextUrl: null, documentUrl: url, document, tag: url in contexts ? 'static' : undefined};
};

function find(url, documents) {
  const document = contexts[url] ?? documents[url] ?? didKeyDocument(url);
  if(document || !url.includes('#')) {
    return document;
  }
  const controller = find(url.split('#')[0], documents);
  return [controller?.verificationMethod, controller?.assertionMethod].flat().find(method => method?.id === url);
}

function didKeyDocument(did) {
  const [, publicKeyMultibase] = /^did:key:(z[a-zA-Z0-9]+)$/.exec(did) ?? [];
  const id = `${did}#${publicKeyMultibase}`;
  return publicKeyMultibase && {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: [{id, type: 'Multikey', controller: did, publicKeyMultibase}],
    assertionMethod: [id],
  };
}

// The libraries wrap the reason several times over; jsonld.js keeps what it stumbled upon in an event.
function explain({message, details, errors}) {
  const event = details?.event;
  const causes = [details?.cause, errors].flat().filter(Boolean).map(explain);
  return [message, event?.message, JSON.stringify(event?.details), ...causes].filter(Boolean).join(' ');
}

for await (const line of createInterface({input: process.stdin})) {
  let answer;
  try {
    const {op, ...request} = JSON.parse(line);
    answer = await operations[op](request);
  } catch(error) {
    answer = {error: explain(error)};
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
