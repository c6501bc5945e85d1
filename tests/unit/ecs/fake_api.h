// SPDX-License-Identifier: GPL-2.0-or-later
// For tests of what asks the API: an API of the test's own on 127.0.0.1, plain HTTP, which answers
// any number of requests as a function says, and keeps what it was asked. Its thread calls the
// function; the test reads what was asked when the asking is over.
#pragma once

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "../loopback_port.h"
#include "base/percent.h"
#include "base/unique_fd.h"
#include "ecs/endpoint.h"

namespace ecsview::ecs {

class FakeApi {
public:
    struct Asked {
        std::string action;
        std::string text;  // head and body

        // A parameter, of the query or the form.
        std::string parameter(const std::string& name) const {
            for (const char* before : {"?", "&", "\n"})
                if (const auto at = text.find(before + name + "="); at != std::string::npos) {
                    const auto begin = at + name.size() + 2;
                    const auto end = text.find_first_of("& \r\n", begin);
                    return percent_decode(text.substr(begin, end - begin)).value_or("");
                }
            return {};
        }
        std::string region() const { return parameter("RegionId"); }
    };
    struct Reply {
        int status = 200;
        std::string body;
        std::string headers = {};  // whole lines
    };
    using Answer = std::function<Reply(const Asked&)>;

    explicit FakeApi(Answer answer) : answer_(std::move(answer)) {
        EXPECT_EQ(listen(port_.fd(), 64), 0);
        thread_ = std::thread([this] { serve(); });
    }
    ~FakeApi() {
        shutdown(port_.fd(), SHUT_RDWR);
        thread_.join();
    }
    FakeApi(const FakeApi&) = delete;
    FakeApi& operator=(const FakeApi&) = delete;

    std::string url() const { return "http://127.0.0.1:" + port_.number(); }
    Endpoint endpoint() const { return *parse_endpoint(url()); }
    std::vector<Asked> asked() const {
        const std::lock_guard lock(mutex_);
        return asked_;
    }
    // The regions of the questions of one action, in order.
    std::vector<std::string> regions(const std::string& action) const {
        std::vector<std::string> out;
        for (const auto& one : asked())
            if (one.action == action) out.push_back(one.region());
        return out;
    }
    std::size_t count(const std::string& action) const { return regions(action).size(); }

    // An error as the platform words it.
    static Reply refuse(int status, const std::string& code, const std::string& more = {}) {
        return {status,
                R"({"RequestId":"REQ-1","Code":")" + code + R"(","Message":"m")" + more + "}"};
    }
    static Reply url_of(const std::string& region) {
        return {200, R"({"RequestId":"REQ-0","VncUrl":"wss%3A%2F%2Fh%2F%3Fs%3D)" + region + "\"}"};
    }
    // A page of DescribeInstances; `ids`: "i-1,i-2".
    static Reply page(const std::string& ids, const std::string& next = {}) {
        std::string items;
        for (std::size_t at = 0; at < ids.size();) {
            const auto end = std::min(ids.find(',', at), ids.size());
            items += (items.empty() ? "" : ",") +
                     (R"({"InstanceId":")" + ids.substr(at, end - at)) +
                     R"(","InstanceName":"n","Status":"Stopped","OSType":"linux"})";
            at = end + 1;
        }
        return {200, R"({"RequestId":"REQ-2","NextToken":")" + next +
                         R"(","Instances":{"Instance":[)" + items + "]}}"};
    }
    static Reply regions_named(const std::vector<std::string>& names) {
        std::string items;
        for (const auto& name : names)
            items += (items.empty() ? "" : ",") + (R"({"RegionId":")" + name + "\"}");
        return {200, R"({"Regions":{"Region":[)" + items + "]}}"};
    }

private:
    void serve() {
        for (;;) {
            const UniqueFd fd(accept4(port_.fd(), nullptr, nullptr, SOCK_CLOEXEC));
            if (!fd) return;
            const auto text = receive(fd.get());
            if (text.empty()) continue;
            Asked one{action_of(text), text};
            {
                const std::lock_guard lock(mutex_);
                asked_.push_back(one);
            }
            const auto reply = answer_(one);
            const auto out = "HTTP/1.1 " + std::to_string(reply.status) + " x\r\n" + reply.headers +
                             "Content-Length: " + std::to_string(reply.body.size()) + "\r\n\r\n" +
                             reply.body;
            send(fd.get(), out.data(), out.size(), MSG_NOSIGNAL);
        }
    }

    static std::string receive(int fd) {
        std::string text;
        char block[4096];
        for (std::size_t whole = std::string::npos; text.size() < whole;) {
            const auto size = recv(fd, block, sizeof block, 0);
            if (size <= 0) return {};
            text.append(block, static_cast<std::size_t>(size));
            const auto end = text.find("\r\n\r\n");
            if (end == std::string::npos) continue;
            const auto length = text.find("Content-Length: ");
            whole = end + 4 + (length < end ? std::stoul(text.substr(length + 16)) : 0);
        }
        return text;
    }

    static std::string action_of(const std::string& text) {
        const std::string header = "x-acs-action: ";
        if (const auto at = text.find(header); at != std::string::npos)
            return text.substr(at + header.size(), text.find('\r', at) - at - header.size());
        return Asked{{}, text}.parameter("Action");
    }

    const Answer answer_;
    LoopbackPort port_;
    mutable std::mutex mutex_;  // guards asked_
    std::vector<Asked> asked_;
    std::thread thread_;
};

}  // namespace ecsview::ecs
