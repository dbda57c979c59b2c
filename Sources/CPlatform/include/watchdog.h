#pragma once

/// Starts a thread that ends the process with `status` once nobody writes to `input` any more and
/// no sign of life has been given for so many seconds.
void platform_start_watchdog(int input, int seconds, int status);

/// A sign of life: whoever gives it notices by itself that the other end has gone.
void platform_sign_of_life(void);
