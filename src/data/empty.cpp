namespace actlab {}
