package pakit.cli;

/// What a verb needs of the models when it opens a home. Through a running node this makes no difference.
enum ModelsWanted {
    /// Nothing: they are not loaded, which takes longer than most verbs do.
    NONE,
    /// As [#REGISTERED_OR_SHIPPED], of those alone that are asked when blocks are stored.
    OF_PUTS,
    /// Those that are registered.
    REGISTERED,
    /// Those that are registered; those that ship with Pakit are installed where a model has no history yet.
    REGISTERED_OR_SHIPPED
}
