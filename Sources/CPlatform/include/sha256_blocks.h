#pragma once

#include <stddef.h>
#include <stdint.h>

/// SHA-256's compression (FIPS 180-4, 6.2.2) of whole blocks of 64 bytes. In C because agents hash
/// themselves and large files also in debug builds, where Swift is a hundred times slower.
void platform_sha256_blocks(uint32_t state[8], const uint8_t *bytes, size_t blocks, const uint32_t constants[64]);
