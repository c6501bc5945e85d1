// SPDX-License-Identifier: GPL-2.0-or-later
// libvncclient with our patches, by itself: what a hostile server may send is refused, or drawn
// where it belongs, and reads nothing that is not there. One test a hunk of patch 0005, and those
// of the others that no whole program shows. third_party/upstream has the same inputs as reports.
#include <gtest/gtest.h>
#include <rfb/rfbclient.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "jpeg_files.h"

// Of its cipher, which it does not declare: encrypts 8 bytes with the key that was set last.
extern "C" void rfbDes(unsigned char* from, unsigned char* to);
extern "C" void rfbClientEncryptBytes(unsigned char* bytes, char* password);

namespace {

constexpr int width = 80, height = 16;
constexpr std::size_t page = 4096;

std::string number(std::uint32_t value, int bytes) {
    std::string out;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        out += static_cast<char>(value >> shift & 0xff);
    return out;
}

struct Place {
    unsigned x = 0, y = 0, w = 0, h = 0;
};

std::string update(Place at, std::int32_t encoding, const std::string& data) {
    return number(1, 4) + number(at.x, 2) + number(at.y, 2) + number(at.w, 2) + number(at.h, 2) +
           number(static_cast<std::uint32_t>(encoding), 4) + data;
}

std::string repeated(int times, const std::string& text) {
    std::string out;
    while (times-- > 0) out += text;
    return out;
}

void say_nothing(const char*, ...) {}

// One client after the handshake, and the server's end of its stream.
struct Client {
    rfbClient* rfb = rfbGetClient(8, 3, 4);
    int server = -1;
    z_stream deflater{};
    std::vector<std::uint32_t> picture = std::vector<std::uint32_t>(width * height, 0xeeeeee);
    static inline int updates, cursor_width;

    Client() {
        rfbClientLog = rfbClientErr = say_nothing;
        int ends[2];
        socketpair(AF_UNIX, SOCK_STREAM, 0, ends);
        rfb->sock = ends[0];
        server = ends[1];
        rfb->format.redShift = 16;
        rfb->format.greenShift = 8;
        rfb->format.blueShift = 0;
        rfb->width = width;
        rfb->height = height;
        rfb->frameBuffer = reinterpret_cast<std::uint8_t*>(picture.data());
        rfb->canHandleNewFBSize = TRUE;
        rfb->appData.encodingsString = "tight zrle zlib hextile copyrect raw";
        rfb->appData.useRemoteCursor = TRUE;
        rfb->appData.compressLevel = 0;
        rfb->MallocFrameBuffer = [](rfbClient*) -> rfbBool { return TRUE; };
        rfb->GotFrameBufferUpdate = [](rfbClient*, int, int, int, int) { ++updates; };
        rfb->GotCursorShape = [](rfbClient*, int, int, int w, int, int) { cursor_width = w; };
        updates = 0;
        cursor_width = -1;
        deflateInit(&deflater, 9);
        rfb->supportedMessages = {};
        for (const int message : {rfbSetPixelFormat, rfbSetEncodings}) {
            auto& eight = rfb->supportedMessages.client2server[message / 8];
            eight = static_cast<std::uint8_t>(eight | 1 << message % 8);
        }
        SetFormatAndEncodings(rfb);
        rfb->supportedMessages = {};
        rfb->receiveOnly = TRUE;
    }
    ~Client() {
        deflateEnd(&deflater);
        close(server);
        rfb->frameBuffer = nullptr;
        rfbClientCleanup(rfb);
    }
    Client(const Client&) = delete;

    bool takes(const std::string& bytes) {
        send(server, bytes.data(), bytes.size(), 0);
        return HandleRFBServerMessage(rfb);
    }
    // In Zlib's and ZRLE's form: a length, and what one stream makes of it.
    std::string deflated(std::string data) {
        std::string out(data.size() + 256, '\0');
        deflater.next_in = reinterpret_cast<Bytef*>(data.data());
        deflater.avail_in = static_cast<uInt>(data.size());
        deflater.next_out = reinterpret_cast<Bytef*>(out.data());
        deflater.avail_out = static_cast<uInt>(out.size());
        deflate(&deflater, Z_SYNC_FLUSH);
        out.resize(out.size() - deflater.avail_out);
        return number(static_cast<std::uint32_t>(out.size()), 4) + out;
    }
    bool takes_tile(Place at, const std::string& tile) {
        return takes(update(at, rfbEncodingZRLE, deflated(tile)));
    }
    std::uint32_t pixel(int x, int y = 0) const { return picture[std::size_t(y * width + x)]; }
    bool untouched() const {
        return picture == std::vector<std::uint32_t>(width * height, 0xeeeeee);
    }

    // What was unpacked lies directly before memory that nobody may read.
    void unpack_before_a_guard(int bytes) {
        auto* map = static_cast<char*>(
            mmap(nullptr, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        mprotect(map + page, page, PROT_NONE);
        rfb->raw_buffer = map + page - bytes;
        rfb->raw_buffer_size = bytes;
    }
};

// ---- 0005: memory faults ----

TEST(Decoders, AnEmptyCursorIsTold) {
    Client client;
    EXPECT_TRUE(client.takes(update({0, 0, 0, 7}, rfbEncodingRichCursor, "")));
    EXPECT_EQ(Client::cursor_width, 0);
}

TEST(Decoders, ACursorThatIsTooLargeIsRefused) {
    Client client;
    EXPECT_FALSE(client.takes(update({0, 0, 65535, 65535}, rfbEncodingRichCursor, "")));
}

// Subrectangles of the whole tile. Without a colour of their own they are not what lies on the
// stack, such as the colour of the rectangle before.
TEST(Decoders, HextileWithoutAForegroundIsBlack) {
    Client client;
    const std::string all{"\x00\xff", 2};
    const std::string first = "\x0c" + repeated(4, "\x7f") + "\x01" + all;
    std::string both = update({0, 0, 16, 16}, rfbEncodingHextile, first) +
                       update({16, 0, 16, 16}, rfbEncodingHextile, "\x08\x01" + all).substr(4);
    both[3] = 2;  // rectangles
    EXPECT_TRUE(client.takes(both));
    EXPECT_EQ(client.pixel(5), 0x7f7f7f7fu);
    EXPECT_EQ(client.pixel(21), 0u);
}

// A picture of 16 x 16.
std::string tight_jpeg() {
    const ecsview::jpeg_files::Shape shape{16, 16, 1, 90};
    const auto file = encode(ecsview::jpeg_files::scene(shape), shape);
    const auto size = static_cast<unsigned>(file.size());
    const std::string length = number((size & 0x7f) | 0x80, 1) +
                               number((size >> 7 & 0x7f) | 0x80, 1) + number(size >> 14, 1);
    return "\x90" + length + std::string(file.begin(), file.end());
}

TEST(Decoders, AJpegWithoutAWidthIsRefused) {
    Client client;
    client.rfb->appData.enableJPEG = TRUE;
    const std::string data = tight_jpeg();
    EXPECT_TRUE(client.takes(update({0, 0, 16, 16}, rfbEncodingTight, data)));
    client.picture.assign(width * height, 0xeeeeee);
    EXPECT_FALSE(client.takes(update({0, 0, 0, 16}, rfbEncodingTight, data)));
    EXPECT_TRUE(client.untouched());
}

TEST(Decoders, AGradientWithoutAWidthIsRefused) {
    Client client;
    EXPECT_FALSE(client.takes(update({8, 0, 0, 16}, rfbEncodingTight, "\x40\x02")));
    EXPECT_TRUE(client.untouched());
}

TEST(Decoders, TightWithoutZlibHasWhatTheRectangleNeeds) {
    Client client;
    const std::string whole = std::string("\xa0\x80\x06", 3) + std::string(16 * 16 * 3, 'a');
    EXPECT_TRUE(client.takes(update({0, 0, 16, 16}, rfbEncodingTight, whole)));
    EXPECT_FALSE(client.takes(
        update({0, 0, 16, 16}, rfbEncodingTight, std::string("\xa0\x0c") + std::string(12, 'a'))));
}

TEST(Decoders, ZlibHasWhatTheRectangleNeeds) {
    Client client;
    EXPECT_TRUE(client.takes(
        update({0, 0, 16, 16}, rfbEncodingZlib, client.deflated(std::string(16 * 16 * 4, 'a')))));
    EXPECT_FALSE(client.takes(update({0, 0, 16, 16}, rfbEncodingZlib,
                                     client.deflated(std::string(16 * 16 * 4 - 1, 'a')))));
}

TEST(Decoders, ATileOfNoKindIsRefused) {
    Client client;
    EXPECT_FALSE(client.takes_tile({0, 0, 16, 16}, "\x81" + std::string(64, '\0')));
}

// 64 pixels with a palette of 127, 446 bytes; then one pixel.
std::string long_tile() {
    return "\x7f" + std::string(127 * 3, 'p') + std::string(64, '\0');
}

TEST(Decoders, TheLastPixelOfARawTileIsReadToItsEnd) {
    Client client;
    const std::string data = long_tile() + std::string("\0\x01\x02\x03", 4);
    client.unpack_before_a_guard(static_cast<int>(data.size()));
    EXPECT_TRUE(client.takes_tile({0, 0, 65, 1}, data));
    EXPECT_EQ(client.pixel(64), 0x030201u);
    client.rfb->raw_buffer = nullptr;
}

TEST(Decoders, ASolidTileWithoutItsColourIsNotRead) {
    Client client;
    EXPECT_TRUE(client.takes_tile({0, 0, 16, 16}, "\x01\x21\x43\x65"));
    EXPECT_EQ(client.pixel(15), 0x654321u);
    free(client.rfb->raw_buffer);
    const std::string data = long_tile() + "\x01";
    client.unpack_before_a_guard(static_cast<int>(data.size()));
    EXPECT_FALSE(client.takes_tile({0, 0, 65, 1}, data));
    client.rfb->raw_buffer = nullptr;
}

TEST(Decoders, AnIndexBeyondThePaletteIsBlack) {
    Client client;
    client.rfb->raw_buffer = static_cast<char*>(calloc(1, page));
    client.rfb->raw_buffer_size = page;
    std::string indices;
    for (int index = 17; index < 256; ++index) indices += static_cast<char>(index);
    for (std::size_t from = 0; from + 64 <= indices.size(); from += 35) {
        const std::string tile = "\x11" + std::string(17 * 3, '\xff') + indices.substr(from, 64);
        EXPECT_TRUE(client.takes_tile({0, 0, 64, 1}, tile));
        for (int x = 0; x < 64; ++x) EXPECT_EQ(client.pixel(x), 0u) << from + std::size_t(x);
    }
}

TEST(Decoders, AnIndexOfARunBeyondThePaletteIsBlack) {
    Client client;
    client.rfb->raw_buffer = static_cast<char*>(calloc(1, page));
    client.rfb->raw_buffer_size = page;
    const std::string full = "\xff" + std::string(127 * 3, '\xff') + "\x05";
    EXPECT_TRUE(client.takes_tile({0, 0, 1, 1}, full));
    EXPECT_EQ(client.pixel(0), 0xffffffu);
    EXPECT_TRUE(client.takes_tile({0, 0, 1, 1}, "\x82" + std::string(6, '\xff') + "\x50"));
    EXPECT_EQ(client.pixel(0), 0u);
}

TEST(Decoders, ARunIsNotLongerThanItsTile) {
    const std::string run = repeated(64, "\xff") + std::string(1, '\0');
    for (const std::string& kind : {"\x80" + std::string(3, 'c'),              // plain
                                    "\x82" + std::string(6, 'c') + "\x80"}) {  // with a palette
        Client client;
        client.rfb->raw_buffer = static_cast<char*>(calloc(1, page));
        client.rfb->raw_buffer_size = page;
        EXPECT_TRUE(client.takes_tile({0, 0, 1, 1}, kind + std::string(1, '\0')));
        EXPECT_FALSE(client.takes_tile({0, 0, 1, 1}, kind + run));
    }
}

// ---- 0002, 0003, 0004, 0006 ----

std::string extended_size(Place at, const std::string& screens) {
    const auto count = static_cast<std::uint32_t>(screens.size() / 16);
    return update(at, rfbEncodingExtDesktopSize, number(count, 1) + number(0, 3) + screens);
}

TEST(DesktopSize, CountsWhateverTheScreensSay) {
    Client client;
    const std::string empty(16, '\0');  // id 0, and no area
    EXPECT_TRUE(client.takes(extended_size({0, 0, 40, 8}, empty)));
    EXPECT_EQ(client.rfb->width, 40);
    EXPECT_TRUE(client.takes(extended_size({1, 3, 80, 16}, empty)));  // our request failed
    EXPECT_EQ(client.rfb->width, 40);
    EXPECT_TRUE(client.takes(extended_size({1, 0, 80, 16}, empty)));
    EXPECT_EQ(client.rfb->width, 80);
}

TEST(ReceiveOnly, NothingIsWritten) {
    Client client;
    EXPECT_FALSE(WriteToRFBServer(client.rfb, "x", 1));
    EXPECT_EQ(client.rfb->failureCause, rfbFailureWrite);
    EXPECT_TRUE(client.takes(update({0, 0, 1, 1}, rfbEncodingRaw, "abcd")));  // asks for no other
}

TEST(Offered, NothingElseIsDecoded) {
    for (const int encoding :
         {rfbEncodingRRE, rfbEncodingCoRRE, rfbEncodingUltra, rfbEncodingTRLE, rfbEncodingZYWRLE,
          static_cast<int>(rfbEncodingUltraZip), static_cast<int>(rfbEncodingSupportedMessages),
          static_cast<int>(rfbEncodingSupportedEncodings),
          static_cast<int>(rfbEncodingServerIdentity)}) {
        Client client;
        EXPECT_FALSE(client.takes(update({0, 0, 0, 0}, encoding, std::string(4096, '\0'))))
            << encoding;
    }
}

TEST(Offered, NoOtherMessageIsTaken) {
    for (const int type : {int{rfbSetColourMapEntries}, int{rfbTextChat}, int{rfbXvp},
                           int{rfbResizeFrameBuffer}, int{rfbPalmVNCReSizeFrameBuffer}}) {
        Client client;
        EXPECT_FALSE(
            client.takes(number(static_cast<std::uint32_t>(type), 1) + std::string(64, '\0')))
            << type;
    }
    EXPECT_TRUE(Client().takes(number(rfbBell, 1)));
}

TEST(PseudoRectangles, LieNowhereAndDrawNothing) {
    Client client;
    EXPECT_TRUE(client.takes(
        update({1, 0, width, height}, static_cast<int>(rfbEncodingQemuExtendedKeyEvent), "")));
    EXPECT_EQ(Client::updates, 0);
    EXPECT_TRUE(client.takes(update({0, 0, 1, 1}, rfbEncodingRaw, "abcd")));
    EXPECT_EQ(Client::updates, 1);
    EXPECT_FALSE(client.takes(update({1, 0, width, 1}, rfbEncodingRaw, "abcd")));
}

// ---- 0009 ----

TEST(PasswordOfVncAuth, ItsKeyIsNotKept) {
    Client client;
    const std::string challenge(16, 'c');
    const std::string said = std::string("RFB 003.003\n") + number(rfbVncAuth, 4) + challenge +
                             number(rfbVncAuthOK, 4) + std::string(24, '\0');
    send(client.server, said.data(), said.size(), 0);
    client.rfb->receiveOnly = FALSE;
    client.rfb->GetPassword = [](rfbClient*) { return strdup("geheim42"); };
    ASSERT_TRUE(InitialiseRFBConnection(client.rfb));
    unsigned char answer[28], block[8] = "abcdefg", kept[8];
    ASSERT_EQ(recv(client.server, answer, sizeof answer, MSG_WAITALL), ssize_t{sizeof answer});
    rfbDes(block, kept);
    unsigned char expected[16] = "abcdefg";
    char password[] = "geheim42";
    rfbClientEncryptBytes(expected, password);
    EXPECT_NE(std::memcmp(kept, expected, sizeof kept), 0);
    rfbDes(block, kept);  // and this is how it looks when it is kept
    EXPECT_EQ(std::memcmp(kept, expected, sizeof kept), 0);
}

// ---- 0011: which rectangles are JPEG's ----

TEST(Decoders, AJpegIsTold) {
    Client client;
    client.rfb->appData.enableJPEG = TRUE;
    EXPECT_TRUE(
        client.takes(update({0, 0, 16, 16}, rfbEncodingTight, std::string("\x80\x7f\x7f\x7f"))));
    EXPECT_FALSE(client.rfb->drewJpeg);
    EXPECT_TRUE(client.takes(update({0, 0, 16, 16}, rfbEncodingTight, tight_jpeg())));
    EXPECT_TRUE(client.rfb->drewJpeg);
}

TEST(Decoders, AJpegThatIsNotTakenIsRefused) {
    Client client;
    client.rfb->appData.enableJPEG = FALSE;
    EXPECT_FALSE(client.takes(update({0, 0, 16, 16}, rfbEncodingTight, tight_jpeg())));
    EXPECT_TRUE(client.untouched());
}

}  // namespace
