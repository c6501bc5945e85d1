# SPDX-License-Identifier: GPL-2.0-or-later
"""What the API can do. Each action takes the decoded parameters and gives the members of its
answer (without RequestId), or raises ApiError."""
import json
import re
import time
from urllib.parse import quote

from .errors import ApiError

ECS_VERSION = "2014-05-26"
STS_VERSION = "2015-04-01"
STATUSES = ("Pending", "Running", "Starting", "Stopping", "Stopped")
PAGE_LIMIT = 100
ACCOUNT_ID = "1000000000000000"


class Actions:
    """Bound to one account. issue_url(instance_id) gives a wss URL, decoded. starts_after: seconds
    from the first question to when machines that are Starting are Running, or None."""

    def __init__(self, account, issue_url, api_host, starts_after=None):
        self._starts_after = starts_after
        self._running_from = None
        self._account = account
        self._issue_url = issue_url
        self._api_host = api_host
        self._table = {
            ("DescribeInstanceVncUrl", ECS_VERSION): self._vnc_url,
            ("DescribeInstances", ECS_VERSION): self._instances,
            ("DescribeInstanceAttribute", ECS_VERSION): self._attribute,
            ("DescribeInstanceStatus", ECS_VERSION): self._statuses,
            ("DescribeRegions", ECS_VERSION): self._regions,
            ("StartInstance", ECS_VERSION): self._start,
            ("StopInstance", ECS_VERSION): self._stop,
            ("GetCallerIdentity", STS_VERSION): self._caller,
            ("AssumeRole", STS_VERSION): self._assume_role,
            ("AssumeRoleWithOIDC", STS_VERSION): self._assume_role_with_oidc,
        }

    def run(self, action, version, params):
        if (action, version) not in self._table:
            known = any(name == action for name, _ in self._table)
            raise ApiError("InvalidVersion" if known else "InvalidApi.NotFound")
        self._start_machines(time.monotonic())
        return self._table[(action, version)](params)

    def _start_machines(self, now):
        if self._starts_after is None:
            return
        if self._running_from is None:
            self._running_from = now + self._starts_after
        if now >= self._running_from:
            for machine in self._account.instances.values():
                if machine.status == "Starting":
                    machine.status = "Running"

    def _region(self, params):
        region = _required(params, "RegionId")
        if region not in self._account.regions:
            raise ApiError("InvalidRegionId.NotFound")
        return region

    def _instance(self, params):
        instance = self._account.instances.get(_required(params, "InstanceId"))
        if instance is None:
            raise ApiError("InvalidInstanceId.NotFound")
        return instance

    def _vnc_url(self, params):
        region = self._region(params)
        instance = self._instance(params)
        if instance.region != region:
            raise ApiError("InvalidRegionInstance")
        if instance.status in ("Pending", "Starting"):
            raise ApiError("InstanceNotReady")
        if instance.status != "Running":
            raise ApiError("IncorrectInstanceStatus")
        return {"VncUrl": quote(self._issue_url(instance.instance_id), safe="")}

    def _instances(self, params):
        region = self._region(params)
        found = [machine for machine in self._account.instances.values()
                 if machine.region == region and _selected(machine, params)]
        size, start, numbered = _page(params)
        page = found[start:start + size]
        members = {"TotalCount": len(found)}
        if numbered:
            members.update(PageNumber=start // size + 1, PageSize=size)
        else:
            more = start + size < len(found)
            members["NextToken"] = f"page{start + size}" if more else ""
        members["Instances"] = {"Instance": [_describe(machine) for machine in page]}
        return members

    def _attribute(self, params):
        machine = self._instance(params)
        return {key: value for key, value in _describe(machine).items()
                if key not in ("OSType", "OSName", "OSNameEn")}

    def _statuses(self, params):
        region = self._region(params)
        return {"InstanceStatuses": {"InstanceStatus": [
            {"InstanceId": machine.instance_id, "Status": machine.status}
            for machine in self._account.instances.values() if machine.region == region]}}

    def _regions(self, _params):
        return {"Regions": {"Region": [
            {"RegionId": region, "LocalName": name, "RegionEndpoint": self._api_host,
             "Status": "available"} for region, name in self._account.regions.items()]}}

    def _start(self, params):
        """Where machines take a time to start, it counts from now."""
        machine = self._instance(params)
        if machine.status != "Stopped":
            raise ApiError("IncorrectInstanceStatus")
        machine.status = "Running" if self._starts_after is None else "Starting"
        self._running_from = None
        return {}

    def _stop(self, params):
        machine = self._instance(params)
        if machine.status != "Running":
            raise ApiError("IncorrectInstanceStatus")
        machine.status = "Stopped"
        return {}

    def _caller(self, _params):
        user = "300000000000000000"
        return {"AccountId": ACCOUNT_ID, "IdentityType": "RAMUser", "UserId": user,
                "PrincipalId": user, "Arn": f"acs:ram::{ACCOUNT_ID}:user/kiosk"}

    def _assume_role(self, params):
        role = _required(params, "RoleArn")
        session = _required(params, "RoleSessionName")
        if not role.startswith("acs:ram::") or ":role/" not in role:
            raise ApiError("EntityNotExist.Role")
        lifetime = params.get("DurationSeconds") or "3600"
        if not lifetime.isdigit() or int(lifetime) < 900:
            raise ApiError("InvalidParameter", "DurationSeconds must be 900 or more.")
        return {"Credentials": issue_credentials(self._account, int(lifetime)),
                "AssumedRoleUser": {"Arn": f"{role.replace(':role/', ':assumed-role/')}/{session}",
                                    "AssumedRoleId": f"300000000000000000:{session}"}}

    def _assume_role_with_oidc(self, params):
        _required(params, "OIDCProviderArn")
        _required(params, "OIDCToken")
        return self._assume_role(params)


def issue_credentials(account, lifetime):
    access_key_id, key = account.issue_temporary_key(lifetime)
    return {"AccessKeyId": access_key_id, "AccessKeySecret": key.secret,
            "SecurityToken": key.token,
            "Expiration": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(key.expires))}


def _required(params, name):
    if not params.get(name):
        raise ApiError("MissingParameter", f'The input parameter "{name}" that is mandatory for '
                                           "processing this request is not supplied.")
    return params[name]


def _selected(machine, params):
    if params.get("InstanceIds"):
        try:
            wanted = json.loads(params["InstanceIds"])
        except ValueError:
            wanted = None
        if not isinstance(wanted, list) or len(wanted) > PAGE_LIMIT:
            raise ApiError("InvalidParameter", "The specified parameter InstanceIds is not valid.")
        if machine.instance_id not in wanted:
            return False
    if params.get("InstanceName") and not _is_named(machine.name, params["InstanceName"]):
        return False
    return not params.get("Status") or machine.status == params["Status"]


def _is_named(name, wanted):
    """The platform's fuzzy search: * stands for anything, and nothing else for anything but itself."""
    return re.fullmatch(".*".join(re.escape(part) for part in wanted.split("*")), name, re.S)


def _page(params):
    """(size, first index, whether by page number)."""
    try:
        if params.get("PageNumber") or params.get("PageSize"):
            size = int(params.get("PageSize") or 10)
            return size, (int(params.get("PageNumber") or 1) - 1) * size, True
        size = min(int(params.get("MaxResults") or 10), PAGE_LIMIT)
        token = params.get("NextToken") or "page0"
        return size, int(token.removeprefix("page")), False
    except ValueError:
        raise ApiError("InvalidParameter") from None


def _describe(machine):
    windows = machine.os_type == "windows"
    return {
        "InstanceId": machine.instance_id, "InstanceName": machine.name,
        "HostName": machine.name, "Status": machine.status, "RegionId": machine.region,
        "ZoneId": machine.region + "-h", "OSType": machine.os_type,
        "OSName": "Windows Server 2022 数据中心版 64位中文版" if windows else "Debian 12 64位",
        "OSNameEn": "Windows Server 2022 Datacenter 64 bit" if windows else "Debian 12 64 bit",
        "InstanceType": "ecs.g7.large", "Cpu": 2, "Memory": 8192,
        "CreationTime": "2026-01-02T03:04Z", "InstanceNetworkType": "vpc",
        **_addresses(machine),
    }


def _addresses(machine):
    """As machines in a VPC have them: a private one, and of two machines one has an elastic one."""
    high, low = divmod(machine.number, 250)
    return {
        "VpcAttributes": {"VpcId": "vpc-1", "PrivateIpAddress": {
            "IpAddress": [f"172.16.{high}.{low + 1}"]}},
        "EipAddress": {"IpAddress": f"203.0.113.{low + 1}" if machine.number % 2 == 0 else ""},
        "PublicIpAddress": {"IpAddress": []}, "InnerIpAddress": {"IpAddress": []},
    }
