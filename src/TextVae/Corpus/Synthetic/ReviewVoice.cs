using TextVae.Corpus.Synthetic.Businesses;
using TextVae.Corpus.Synthetic.Grammar;

namespace TextVae.Corpus.Synthetic;

/// <summary>
/// Who speaks, of what, and how content: the values of the variables in the phrases. A voice keeps a review coherent,
/// from "we came here" to "the waiter ignored us".
/// </summary>
internal sealed class ReviewVoice(Business business, StarPhrases stars, bool together)
{
    private readonly Dictionary<string, string> _variables = new()
    {
        ["I"] = together ? "we" : "I",
        ["me"] = together ? "us" : "me",
        ["my"] = together ? "our" : "my",
        ["was"] = together ? "were" : "was",
        ["company"] = together ? "{*2|with friends*2|with our {kids|parents}}" : "",
        ["when"] = "{*3|last week*2|yesterday*2|recently|last month}",
        ["very"] = stars.Very,
        ["end"] = stars.End,
        ["place"] = business.Place,
        ["staff"] = business.Staff,
    };

    /// <summary>The choice between the alternatives, said in this voice.</summary>
    public Phrase Say(params IEnumerable<string> alternatives) => PhraseNotation.Read(alternatives, _variables);
}
