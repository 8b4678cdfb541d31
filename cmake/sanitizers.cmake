# ACTLAB_SANITIZE=address,undefined (the asan preset) instruments every target of ours.
if(ACTLAB_SANITIZE)
  add_compile_options(-fsanitize=${ACTLAB_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  # Instrumented code hides from GCC that values are initialised: it warns falsely, in LibTorch's headers and libstdc++'s.
  add_compile_options(-Wno-maybe-uninitialized -Wno-uninitialized)
  add_link_options(-fsanitize=${ACTLAB_SANITIZE})
endif()
