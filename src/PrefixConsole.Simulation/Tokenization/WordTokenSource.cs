using System.Collections.Frozen;
using Microsoft.ML.Tokenizers;
using PrefixConsole.Simulation.Engine;

namespace PrefixConsole.Simulation.Tokenization;

/// <summary>
/// Plain sentences out of common words that are one token each, so an answer sent back as part of the next turn encodes to the very
/// tokens that the engine generated and has in cache.
/// </summary>
public sealed class WordTokenSource : ITokenSource
{
    private static readonly string[] s_openings = ["The", "This", "One", "Every", "That"];
    private static readonly string[] s_adjectives =
        [" small", " quiet", " green", " simple", " early", " bright", " heavy", " open", " warm", " clear", " new", " long", " careful", " fresh", " empty", " round"];

    private static readonly string[] s_nouns =
        [" river", " table", " garden", " window", " train", " letter", " kitchen", " teacher", " bridge", " market", " engine", " harbor", " ticket", " cloud", " road", " house", " story", " worker"];

    private static readonly string[] s_verbs =
        [" holds", " finds", " carries", " follows", " opens", " keeps", " meets", " shows", " takes", " brings", " needs", " leaves"];

    private static readonly string[] s_articles = [" the", " a", " each", " another"];

    private readonly int[] _first;
    private readonly int[][] _sentence;

    public WordTokenSource()
    {
        var encoding = PromptTokenizer.Encoding;
        _first = Ids(encoding, s_openings);
        _sentence =
        [
            Ids(encoding, [.. s_openings.Select(word => " " + word)]),
            Ids(encoding, s_adjectives),
            Ids(encoding, s_nouns),
            Ids(encoding, s_verbs),
            Ids(encoding, s_articles),
            Ids(encoding, s_adjectives),
            Ids(encoding, s_nouns),
            Ids(encoding, ["."]),
        ];
        Texts = _sentence.Append(_first).SelectMany(ids => ids).Distinct().ToFrozenDictionary(id => id, id => encoding.Decode([id]));
    }

    /// <summary>Text of every token it makes.</summary>
    public FrozenDictionary<int, string> Texts { get; }

    public int NextToken(Random random, int index)
    {
        var choices = index == 0 ? _first : _sentence[index % _sentence.Length];
        return choices[random.Next(choices.Length)];
    }

    /// <summary>Words that take more than one token are left out.</summary>
    private static int[] Ids(TiktokenTokenizer encoding, string[] words) =>
        [.. words.Select(word => encoding.EncodeToIds(word)).Where(ids => ids.Count == 1).Select(ids => ids[0])];
}
