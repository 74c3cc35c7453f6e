namespace Xia.Router.Language;

/// <summary>Cuts a text into tokens; skips comments and follows <c>#line</c> marks.</summary>
internal sealed class Tokenizer(string text, string fileName, Action<Landmark, string> onError)
{
    private static readonly (string Mark, TokenKind Kind)[] Marks =
    [
        ("->", TokenKind.Arrow),
        ("=>", TokenKind.DoubleArrow),
        ("::", TokenKind.DoubleColon),
        ("||", TokenKind.DoubleBar),
        ("...", TokenKind.Ellipsis),
    ];

    private string _fileName = fileName;
    private int _position;
    private int _line = 1;
    private int _lineStart;
    private Token? _pending;

    private Landmark Here => new(_fileName, _line, _position - _lineStart + 1);

    /// <summary>The next token, left where it is.</summary>
    public Token Peek() => _pending ??= Read();

    /// <summary>Takes the next token.</summary>
    public Token Take()
    {
        Token token = Peek();
        _pending = null;
        return token;
    }

    /// <summary>Whether an identifier and a variable come next, which only formals do.</summary>
    public bool StartsFormal()
    {
        if (Peek().Kind != TokenKind.Identifier)
        {
            return false;
        }

        int at = _position;
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }

        return at + 1 < text.Length && text[at] == '$' && IsVariable(text[at + 1]);
    }

    /// <summary>Takes the next token if it is that character.</summary>
    public bool TryTake(char character)
    {
        if (!Peek().Is(character))
        {
            return false;
        }

        _pending = null;
        return true;
    }

    /// <summary>
    /// Takes everything up to the parenthesis that closes the one just taken, which it leaves.
    /// </summary>
    public string TakeConfiguration()
    {
        int depth = 0;
        int from = _position;
        string kept = "";
        while (_position < text.Length)
        {
            char at = text[_position];
            if (at == '(')
            {
                depth++;
            }
            else if (at == ')' && depth-- == 0)
            {
                break;
            }
            else if (at is '\'' or '"')
            {
                SkipQuoted(at);
                continue;
            }
            else if (at == '/' && SkipComment())
            {
                continue;
            }
            else if (at == '\\' && _position + 1 < text.Length && text[_position + 1] == '<')
            {
                SkipHex();
                continue;
            }
            else if (at == '#' && _position == _lineStart)
            {
                kept += text[from.._position];
                SkipDirective();
                from = _position;
                continue;
            }

            Advance();
        }

        return kept + text[from.._position];
    }

    private static bool IsName(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '_' or '@';

    private Token Read()
    {
        SkipBlanks();
        Landmark landmark = Here;
        if (_position >= text.Length)
        {
            return new Token(TokenKind.End, "", landmark);
        }

        char at = text[_position];
        if (IsName(at))
        {
            return new Token(TokenKind.Identifier, TakeName(), landmark);
        }

        if (at == '$' && _position + 1 < text.Length && IsVariable(text[_position + 1]))
        {
            int start = _position++;
            while (_position < text.Length && IsVariable(text[_position]))
            {
                _position++;
            }

            return new Token(TokenKind.Variable, text[start.._position], landmark);
        }

        foreach ((string mark, TokenKind kind) in Marks)
        {
            if (string.CompareOrdinal(text, _position, mark, 0, mark.Length) == 0)
            {
                _position += mark.Length;
                return new Token(kind, mark, landmark);
            }
        }

        _position++;
        return new Token(TokenKind.Character, at.ToString(), landmark);
    }

    private static bool IsVariable(char character) =>
        char.IsAsciiLetterOrDigit(character) || character == '_';

    // Parts joined by single slashes; a slash that opens a comment ends the name.
    private string TakeName()
    {
        int start = _position;
        while (_position < text.Length)
        {
            char at = text[_position];
            bool slash = at == '/' && _position + 1 < text.Length && IsName(text[_position + 1]);
            if (!IsName(at) && !slash)
            {
                break;
            }

            _position++;
        }

        return text[start.._position];
    }

    private void SkipBlanks()
    {
        while (_position < text.Length)
        {
            char at = text[_position];
            if (at == '#' && _position == _lineStart)
            {
                SkipDirective();
            }
            else if (char.IsWhiteSpace(at))
            {
                Advance();
            }
            else if (at != '/' || !SkipComment())
            {
                return;
            }
        }
    }

    private bool SkipComment()
    {
        char next = _position + 1 < text.Length ? text[_position + 1] : ' ';
        if (next == '/')
        {
            while (_position < text.Length && text[_position] != '\n')
            {
                _position++;
            }

            return true;
        }

        if (next != '*')
        {
            return false;
        }

        Landmark start = Here;
        _position += 2;
        while (_position + 1 < text.Length && !(text[_position] == '*' && text[_position + 1] == '/'))
        {
            Advance();
        }

        if (_position + 1 < text.Length)
        {
            _position += 2;
        }
        else
        {
            _position = text.Length;
            onError(start, "unterminated comment");
        }

        return true;
    }

    private void SkipQuoted(char quote)
    {
        Landmark start = Here;
        Advance();
        while (_position < text.Length && text[_position] != quote)
        {
            if (quote == '"' && text[_position] == '\\' && _position + 1 < text.Length)
            {
                Advance();
            }

            Advance();
        }

        if (_position >= text.Length)
        {
            onError(start, "unterminated string");
            return;
        }

        Advance();
    }

    private void SkipHex()
    {
        while (_position < text.Length && text[_position] != '>')
        {
            Advance();
        }
    }

    // "# 3 "file"" and "#line 3 "file"" say where the following text comes from.
    private void SkipDirective()
    {
        Landmark landmark = Here;
        int end = text.IndexOf('\n', _position);
        end = end < 0 ? text.Length : end;
        string directive = text[(_position + 1)..end].Trim();
        _position = end;
        if (_position < text.Length)
        {
            Advance();
        }

        directive = directive.StartsWith("line", StringComparison.Ordinal)
            ? directive[4..].Trim()
            : directive;
        int digits = 0;
        while (digits < directive.Length && char.IsAsciiDigit(directive[digits]))
        {
            digits++;
        }

        if (digits == 0 || !int.TryParse(directive[..digits], out int line))
        {
            onError(landmark, "unknown preprocessor directive");
            return;
        }

        _line = line;
        string name = directive[digits..].Trim();
        if (name.Length >= 2 && name[0] == '"' && name.IndexOf('"', 1) is int close and > 0)
        {
            _fileName = name[1..close];
        }
    }

    private void Advance()
    {
        if (text[_position++] == '\n')
        {
            _line++;
            _lineStart = _position;
        }
    }
}
