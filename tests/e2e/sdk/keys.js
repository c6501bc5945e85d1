// SPDX-License-Identifier: GPL-2.0-or-later
// Which keys the official SDK finds in its default chain, in this environment. Its two fixed
// addresses are led to the stand-in cloud (STS=host:port, METADATA=host:port); all else is the
// SDK's. Standard output: one JSON line, {"id": …, "provider": …} or {"error": …}.
'use strict';

function lead(library, isOurs, address) {
  const { request } = library;
  const [hostname, port] = address.split(':');
  library.request = (options, ...rest) => request(
    isOurs(options.hostname || options.host) ? { ...options, hostname, host: hostname, port } : options,
    ...rest);
}

lead(require('https'), (host) => host === 'sts.aliyuncs.com', process.env.STS);
lead(require('http'), (host) => host === '100.100.100.200', process.env.METADATA);

const Credential = require('@alicloud/credentials').default;

new Credential().getCredential().then(
  (keys) => console.log(JSON.stringify({ id: keys.accessKeyId, provider: keys.providerName })),
  (error) => console.log(JSON.stringify({ error: error.message })));
