"""Reads a TensorBoard event file and prints its content as JSON.

Independent of the writer: implements the record format of tensorflow/core/lib/io/record_reader.cc, CRC-32C (RFC 3720) and
the wire format of Protocol Buffers. Fails if a checksum or a length is wrong.
"""

import json
import struct
import sys
import zlib


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def check(data, stored):
    unmasked = (stored - 0xA282EAD8) & 0xFFFFFFFF
    assert (unmasked >> 17 | unmasked << 15) & 0xFFFFFFFF == crc32c(data), "wrong checksum"


def records(data):
    at = 0
    while at < len(data):
        length, crc = struct.unpack_from("<QI", data, at)
        check(data[at : at + 8], crc)
        body = data[at + 12 : at + 12 + length]
        assert len(body) == length, "cut short"
        check(body, struct.unpack_from("<I", data, at + 12 + length)[0])
        yield body
        at += 16 + length


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def fields(data):
    """(number, value) pairs: integers, 8 or 4 bytes, or a length-delimited bytes object."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == 0:
            value, at = varint(data, at)
        else:
            size = {1: 8, 5: 4}.get(kind)
            if size is None:
                assert kind == 2, f"wire type {kind}"
                size, at = varint(data, at)
            value, at = data[at : at + size], at + size
        yield number, value


def doubles(data):
    return list(struct.unpack(f"<{len(data) // 8}d", data))


def png_size(data):
    assert data[:8] == b"\x89PNG\r\n\x1a\n" and data[12:16] == b"IHDR"
    width, height = struct.unpack(">II", data[16:24])
    at, pixels = 8, b""
    while at < len(data):
        (length,) = struct.unpack_from(">I", data, at)
        if data[at + 4 : at + 8] == b"IDAT":
            pixels += data[at + 8 : at + 8 + length]
        at += 12 + length
    assert len(zlib.decompress(pixels)) == height * (1 + 3 * width), "not 8-bit RGB"
    return [width, height]


def value_of(data):
    value = {}
    for number, field in fields(data):
        if number == 1:
            value["tag"] = field.decode()
        elif number == 2:
            value["scalar"] = struct.unpack("<f", field)[0]
        elif number == 4:
            image = dict(fields(field))
            value["image"] = {"size": [image[2], image[1]], "png": png_size(image[4])}
        elif number == 5:
            histogram = dict(fields(field))
            names = {1: "min", 2: "max", 3: "num", 4: "sum", 5: "sum_squares"}
            value["histogram"] = {name: doubles(histogram.get(n, bytes(8)))[0] for n, name in names.items()}
            value["histogram"]["limits"] = doubles(histogram[6])
            value["histogram"]["counts"] = doubles(histogram[7])
    return value


def events(path):
    with open(path, "rb") as file:
        for body in records(file.read()):
            event = {"step": 0}
            for number, field in fields(body):
                if number == 2:
                    event["step"] = field
                elif number == 3:
                    event["version"] = field.decode()
                elif number == 5:
                    event.update(*(value_of(entry) for _, entry in fields(field)))
            yield event


if __name__ == "__main__":
    json.dump(list(events(sys.argv[1])), sys.stdout)
