
namespace Xia.Router.Language.Parsing;

/// <summary>What a token is.</summary>
internal enum TokenKind
{
    /// <summary>The text is over.</summary>
    End,

    /// <summary>A single character.</summary>
    Character,

    /// <summary>A name.</summary>
    Identifier,

    /// <summary><c>$name</c>; the text is without the dollar sign.</summary>
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

    /// <summary><c>elementclass</c>.</summary>
    ElementClass,

    /// <summary><c>require</c>.</summary>
    Require,

    /// <summary><c>provide</c>.</summary>
    Provide,

    /// <summary><c>define</c>.</summary>
    Define,
}
