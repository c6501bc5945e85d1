// SPDX-License-Identifier: GPL-2.0-or-later
// Asks the stand-in cloud by the official SDK. Standard input: a JSON array of questions; standard
// output: one JSON line with an array of their answers, {"VncUrl": …} or {"code": …}.
'use strict';

const core = require('@alicloud/openapi-core');
const { RPCClient } = require('@alicloud/pop-core');

const action = 'DescribeInstanceVncUrl';
const version = '2014-05-26';

// The current generation: v3, or v1 under the name of v2.
async function byOpenApiCore(question) {
  const config = new core.$OpenApiUtil.Config({
    accessKeyId: question.id, accessKeySecret: question.secret,
    securityToken: question.token || undefined,
    type: question.token ? 'sts' : 'access_key',
    protocol: 'https', endpoint: question.api.replace('https://', ''),
    regionId: question.region, ca: question.ca,
    signatureAlgorithm: question.scheme === 'v1' ? 'v2' : undefined,
  });
  const client = new core.default(config);
  const params = new core.$OpenApiUtil.Params({
    action, version, protocol: 'HTTPS', pathname: '/', method: question.method, authType: 'AK',
    style: 'RPC', reqBodyType: 'formData', bodyType: 'json',
  });
  const query = { RegionId: question.region };
  const request = new core.$OpenApiUtil.OpenApiRequest(
    question.form ? { query, body: { InstanceId: question.instance } }
      : { query: { ...query, InstanceId: question.instance } });
  const dara = require('@darabonba/typescript');
  return (await client.callApi(params, request, new dara.RuntimeOptions({}))).body;
}

// The older one, which knows v1 only.
async function byPopCore(question) {
  const client = new RPCClient({
    accessKeyId: question.id, accessKeySecret: question.secret,
    securityToken: question.token || undefined, endpoint: question.api, apiVersion: version,
  });
  return client.request(action, { RegionId: question.region, InstanceId: question.instance },
    { method: question.method });
}

async function main() {
  const questions = JSON.parse(require('fs').readFileSync(0, 'utf8'));
  const answers = [];
  for (const question of questions) {
    try {
      const body = await (question.library === 'pop-core' ? byPopCore : byOpenApiCore)(question);
      answers.push({ VncUrl: body.VncUrl });
    } catch (error) {
      answers.push({ code: error.code || String(error) });
    }
  }
  console.log(JSON.stringify(answers));
  process.exit(0);
}

main();
