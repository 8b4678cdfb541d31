# ACTLAB_SANITIZE=address,undefined (the asan preset) instruments every target of ours.
if(ACTLAB_SANITIZE)
  add_compile_options(-fsanitize=${ACTLAB_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${ACTLAB_SANITIZE})
endif()
