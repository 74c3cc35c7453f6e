namespace Xia.Router.Language;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>The text is over.</summary>
    End,

    /// <summary>A name, or a keyword.</summary>
    Identifier,

    /// <summary><c>$name</c>.</summary>
    Variable,

    /// <summary><c>-&gt;</c>.</summary>
    Arrow,

    /// <summary><c>=&gt;</c>.</summary>
    DoubleArrow,

    /// <summary><c>::</c>.</summary>
    DoubleColon,

    /// <summary><c>||</c>.</summary>
    DoubleBar,

    /// <summary><c>...</c>.</summary>
    Ellipsis,

    /// <summary>A single character.</summary>
    Character,
}
