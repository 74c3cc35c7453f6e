
namespace Xia.Router.Language.Parsing;

/// <summary>Cuts a text into tokens; skips comments and follows <c>#line</c> marks.</summary>
/// <remarks>Texts hold one byte per character; a line ends with LF, CR or both.</remarks>
internal sealed class Tokenizer
{
    private static readonly (string Mark, TokenKind Kind)[] Marks =
    [
        ("->", TokenKind.Arrow),
        ("=>", TokenKind.DoubleArrow),
        ("::", TokenKind.DoubleColon),
        ("||", TokenKind.DoubleBar),
        ("...", TokenKind.Ellipsis),
    ];

    private readonly string _text;
    private readonly string _originalFileName;
    private readonly MessageList _messages;
    private readonly Stack<Token> _returned = new();
    private string _fileName;
    private int _position;
    private int _line = 1;
    private int _lineStart;

    /// <summary>Reads a text from its beginning.</summary>
    public Tokenizer(string text, string fileName, MessageList messages)
    {
        _text = text;
        _fileName = _originalFileName = fileName;
        _messages = messages;
    }

    /// <summary>The place behind everything that was read so far, to which errors are ascribed.</summary>
    public Landmark Here => new(_fileName, _line, Math.Max(1, _position - _lineStart));

    /// <summary>Takes the next token.</summary>
    public Token Take() => _returned.TryPop(out Token token) ? token : Read();

    /// <summary>Gives a token back; the place stays where it is.</summary>
    public void Return(Token token) => _returned.Push(token);

    /// <summary>Takes the next token if it is that character; otherwise even the place stays.</summary>
    public bool TryTake(char character)
    {
        if (_returned.TryPeek(out Token next))
        {
            if (next.Is(character))
            {
                _returned.Pop();
                return true;
            }

            return false;
        }

        (string, int, int, int) before = (_fileName, _position, _line, _lineStart);
        if (Read().Is(character))
        {
            return true;
        }

        (_fileName, _position, _line, _lineStart) = before;
        return false;
    }

    /// <summary>Takes the next token if it is that character; the place moves behind it either way.</summary>
    public bool TryTakeOrPeek(char character)
    {
        Token token = Take();
        if (token.Is(character))
        {
            return true;
        }

        Return(token);
        return false;
    }

    /// <summary>Whether an arrow follows; the place moves behind it.</summary>
    public bool PeekIsArrow()
    {
        Token token = Take();
        Return(token);
        return token.IsArrow;
    }

    /// <summary>
    /// Takes everything up to the parenthesis that closes the one just taken, which it leaves.
    /// </summary>
    public string TakeConfiguration()
    {
        int depth = 1;
        int from = _position;
        string kept = "";
        while (_position < _text.Length)
        {
            char at = _text[_position];
            if (at == '#' && IsLineStart(_position))
            {
                kept += _text[from.._position];
                SkipDirective();
                from = _position;
            }
            else if (at is '\'' or '"')
            {
                SkipQuoted(at);
            }
            else if (at == '/' && Next is '/' or '*')
            {
                SkipComment();
            }
            else if (at == '\\' && Next == '<')
            {
                Skip(2);
                SkipHex();
            }
            else
            {
                depth += at switch { '(' => 1, ')' => -1, _ => 0 };
                if (depth == 0)
                {
                    break;
                }

                Skip(1);
            }
        }

        return kept + _text[from.._position];
    }

    private char Next => _position + 1 < _text.Length ? _text[_position + 1] : '\0';

    private static bool IsName(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '_' or '@';

    private static bool IsVariable(char character) =>
        char.IsAsciiLetterOrDigit(character) || character == '_';

    private static bool IsBlank(char character) => character is ' ' or (>= '\t' and <= '\r');

    private static TokenKind KindOf(string word) => word switch
    {
        "elementclass" => TokenKind.ElementClass,
        "require" => TokenKind.Require,
        "provide" => TokenKind.Provide,
        "define" => TokenKind.Define,
        _ => TokenKind.Identifier,
    };

    private Token Read()
    {
        SkipBlanks();
        int start = _position;
        var landmark = new Landmark(_fileName, _line, _position - _lineStart + 1);
        if (start >= _text.Length)
        {
            return new Token(TokenKind.End, "", landmark);
        }

        char at = _text[start];
        if (IsName(at))
        {
            SkipName();
            string word = _text[start.._position];
            return new Token(KindOf(word), word, landmark);
        }

        // A lone dollar sign is a variable without a name, which stands nowhere.
        if (at == '$')
        {
            _position++;
            while (_position < _text.Length && IsVariable(_text[_position]))
            {
                _position++;
            }

            return new Token(TokenKind.Variable, _text[(start + 1).._position], landmark);
        }

        foreach ((string mark, TokenKind kind) in Marks)
        {
            if (string.CompareOrdinal(_text, start, mark, 0, mark.Length) == 0)
            {
                _position += mark.Length;
                return new Token(kind, mark, landmark);
            }
        }

        _position++;
        return new Token(TokenKind.Character, at.ToString(), landmark);
    }

    // Parts joined by single slashes; a slash that opens a comment ends the name.
    private void SkipName()
    {
        while (_position < _text.Length
            && (IsName(_text[_position]) || (_text[_position] == '/' && IsName(Next))))
        {
            _position++;
        }
    }

    private void SkipBlanks()
    {
        while (_position < _text.Length)
        {
            char at = _text[_position];
            if (IsBlank(at))
            {
                Skip(1);
            }
            else if (at == '/' && Next is '/' or '*')
            {
                SkipComment();
            }
            else if (at == '#' && IsLineStart(_position))
            {
                SkipDirective();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipComment()
    {
        if (Next == '/')
        {
            SkipLine();
            return;
        }

        Skip(2);
        while (_position < _text.Length && !(_text[_position] == '*' && Next == '/'))
        {
            Skip(1);
        }

        Skip(2);
    }

    private void SkipLine()
    {
        while (_position < _text.Length && !IsLineEnd(_text[_position]))
        {
            Skip(1);
        }

        Skip(1);
    }

    private void SkipQuoted(char quote)
    {
        Skip(1);
        while (_position < _text.Length && _text[_position] != quote)
        {
            if (quote == '"' && _text[_position] == '\\' && _position + 1 < _text.Length)
            {
                if (Next == '<')
                {
                    Skip(2);
                    SkipHex();
                    continue;
                }

                // Click does not count an escaped line end.
                _position += 2;
                continue;
            }

            Skip(1);
        }

        Skip(1);
    }

    private void SkipHex()
    {
        while (_position < _text.Length && _text[_position] != '>')
        {
            if (_text[_position] == '/' && Next is '/' or '*')
            {
                SkipComment();
            }
            else
            {
                Skip(1);
            }
        }

        Skip(1);
    }

    // "# 3 "file"" and "#line 3 "file"" say where the following text comes from; the line's end stays.
    private void SkipDirective()
    {
        int at = SkipSpaces(_position + 1);
        if (string.CompareOrdinal(_text, at, "line", 0, 4) == 0 && SkipSpaces(at + 4) > at + 4)
        {
            at = SkipSpaces(at + 4);
        }

        if (at >= _text.Length || !char.IsAsciiDigit(_text[at]))
        {
            _position = at;
            _messages.Error(Here, "unknown preprocessor directive");
            SkipLine();
            return;
        }

        int number = 0;
        for (; at < _text.Length && char.IsAsciiDigit(_text[at]); at++)
        {
            number = unchecked((number * 10) + (_text[at] - '0'));
        }

        _line = number - 1;
        at = SkipSpaces(at);
        if (at < _text.Length && _text[at] == '"')
        {
            int start = at++;
            while (at < _text.Length && _text[at] != '"' && !IsLineEnd(_text[at]))
            {
                at += _text[at] == '\\' && at + 1 < _text.Length && !IsLineEnd(_text[at + 1]) ? 2 : 1;
            }

            at = Math.Min(at, _text.Length);
            string name = ArgumentText.Unquote(_text[start..at] + "\"");
            _fileName = name.Length > 0 ? name : _originalFileName;
        }

        while (at < _text.Length && !IsLineEnd(_text[at]))
        {
            at++;
        }

        _position = at;
    }

    private int SkipSpaces(int at)
    {
        while (at < _text.Length && _text[at] is ' ' or '\t')
        {
            at++;
        }

        return at;
    }

    private bool IsLineStart(int at) => at == 0 || IsLineEnd(_text[at - 1]);

    private static bool IsLineEnd(char at) => at is '\n' or '\r';

    // Moves on by so many characters, CR LF being one, and counts lines.
    private void Skip(int count)
    {
        for (; count > 0 && _position < _text.Length; count--)
        {
            char at = _text[_position++];
            if (at == '\r' && _position < _text.Length && _text[_position] == '\n')
            {
                _position++;
            }

            if (IsLineEnd(at))
            {
                _line++;
                _lineStart = _position;
            }
        }
    }
}
