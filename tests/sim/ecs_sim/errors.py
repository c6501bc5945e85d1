# SPDX-License-Identifier: GPL-2.0-or-later
"""The platform's error codes: HTTP status and message of those a client is likely to meet."""

CATALOGUE = {
    # The six that DescribeInstanceVncUrl documents.
    "InvalidRegionId.NotFound": (404, "The specified RegionId does not exist."),
    "InvalidInstanceId.NotFound": (404, "The specified InstanceId does not exist."),
    "IncorrectInstanceStatus": (
        403, "The current status of the resource does not support this operation."),
    "InternalError": (
        500, "The request processing has failed due to some unknown error."),
    "InstanceNotReady": (403, "The specified instance is not ready for use"),
    "InvalidRegionInstance": (
        400, "The specified InstanceId does not exist in given region."),
    # The gateway's.
    "MissingParameter": (
        400, "The input parameter that is mandatory for processing this request is not supplied."),
    "InvalidParameter": (400, "The specified parameter is not valid."),
    "InvalidVersion": (400, "Specified parameter Version is not valid."),
    "InvalidApi.NotFound": (
        404, "Specified api is not found, please check your url and method."),
    "InvalidTimeStamp.Format": (
        400, "Specified time stamp or date value is not well formatted."),
    "InvalidTimeStamp.Expired": (400, "Specified time stamp or date value is expired."),
    "IllegalTimestamp": (
        400, 'The input parameter "Timestamp" that is mandatory for processing this request is '
             'not supplied.'),
    "SignatureNonceUsed": (400, "Specified signature nonce was used already."),
    "SignatureDoesNotMatch": (
        400, "Specified signature is not matched with our calculation."),
    "IncompleteSignature": (
        400, "The request signature does not conform to Aliyun standards."),
    "InvalidAccessKeyId.NotFound": (404, "Specified access key is not found."),
    "InvalidAccessKeyId.Inactive": (400, "Specified access key is disabled."),
    "Forbidden.AccessKeyDisabled": (403, "The AccessKey is disabled."),
    "MissingSecurityToken": (400, "SecurityToken is mandatory for this action."),
    "InvalidSecurityToken.Expired": (400, "Specified SecurityToken is expired."),
    "InvalidSecurityToken.Malformed": (400, "Specified SecurityToken is malformed."),
    "InvalidSecurityToken.MismatchWithAccessKey": (
        400, "Specified SecurityToken mismatch with the AccessKey."),
    "Throttling": (400, "Request was denied due to request throttling."),
    "Throttling.User": (400, "Request was denied due to user flow control."),
    "Throttling.Api": (400, "Request was denied due to api flow control."),
    "ServiceUnavailable": (
        503, "The request has failed due to a temporary failure of the server."),
    "UnknownError": (500, "The request processing has failed due to some unknown error."),
    "Forbidden.RAM": (
        403, "User not authorized to operate on the specified resource, or this API doesn't "
             "support RAM."),
    "NoPermission": (403, "You are not authorized to do this action."),
    "Forbidden.RiskControl": (
        403, "This operation is forbidden by Aliyun Risk Control system."),
    "UnauthorizedOperation": (
        403, "The specified action is not available for you."),
    "UnsupportedHTTPMethod": (403, "This http method is not supported."),
    "EntityNotExist.Role": (404, "The role not exists."),
}


class ApiError(Exception):
    """An answer that is an error. Unknown codes are 400 unless a status is given."""

    def __init__(self, code, message=None, status=None, detail=None):
        known_status, known_message = CATALOGUE.get(code, (400, "The request was refused."))
        super().__init__(code)
        self.code = code
        self.status = status or known_status
        self.message = message or known_message
        self.detail = detail
