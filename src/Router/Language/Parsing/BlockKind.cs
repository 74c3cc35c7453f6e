namespace Xia.Router.Language.Parsing;

/// <summary>What a run of statements stands in.</summary>
internal enum BlockKind
{
    /// <summary>A file.</summary>
    File,

    /// <summary>The braces of a compound.</summary>
    Compound,

    /// <summary>The parentheses of a group.</summary>
    Group,
}
