using System.Runtime.InteropServices;
using TextVae.Corpus;

namespace TextVae.Generation;

/// <summary>A generated sentence.</summary>
/// <param name="Words">Its word ids, without start and end token.</param>
/// <param name="LogProbability">ln p(x|z) of the words and the end token under the model, nats.</param>
public sealed record GeneratedText(int[] Words, double LogProbability);

/// <summary>A word of a text that is being generated, or its end.</summary>
/// <param name="Word">Its id.</param>
/// <param name="LogProbability">ln p of it after the words before, nats.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct GeneratedWord(int Word, double LogProbability)
{
    /// <summary>Whether the text ends here.</summary>
    public bool IsEnd => Word == Vocabulary.End;
}
