# ACTLAB_SANITIZE=address,undefined (the asan preset) instruments all targets.
if(ACTLAB_SANITIZE)
  add_compile_options(-fsanitize=${ACTLAB_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  # With instrumentation GCC no longer sees that values are initialised: false warnings in LibTorch and libstdc++.
  add_compile_options(-Wno-maybe-uninitialized -Wno-uninitialized)
  add_link_options(-fsanitize=${ACTLAB_SANITIZE})
endif()
