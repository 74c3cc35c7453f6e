namespace Xia.Router.Language.Parsing;

/// <summary>A token with its place.</summary>
internal readonly record struct Token(TokenKind Kind, string Text, Landmark Landmark)
{
    public bool IsArrow => Kind is TokenKind.Arrow or TokenKind.DoubleArrow;

    public bool Is(char character) => Kind == TokenKind.Character && Text[0] == character;
}
