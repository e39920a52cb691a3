"""What comes again: values of a case that earlier cases, takedown releases and what is known hold too."""
