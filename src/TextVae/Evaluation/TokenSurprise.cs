using TextVae.Batches;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Evaluation;

/// <summary>How unexpected each word of a text is to the decoder.</summary>
internal static class TokenSurprise
{
    /// <summary>
    /// −ln p(x_i | x_1 … x_{i−1}, z) of each word and of the end token, z the mean of q(z|x); without z for a language model. The sum
    /// is −ln p(x|z) at the mean, which is not the expectation over q(z|x) that the bound has.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The sentences.</param>
    /// <returns>Nats; for each sentence as many as words and one more.</returns>
    /// <exception cref="DataException">The model needs labels, and a sentence has none, or the batch is too large for this machine's
    /// memory.</exception>
    public static float[][] Of(TextModel model, Batch batch)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var z = (model as VariationalAutoencoder)?.Encode(batch).Mu;
        var surprises = BoundEstimator.Numbers(model.Output.TokenNegativeLogLikelihood(model.States(batch, z), batch));
        var sentences = batch.SentenceOfToken.cpu().data<long>().ToArray();
        var ofSentences = batch.Lengths.Select(length => new float[length]).ToArray();
        var known = new int[ofSentences.Length];
        // Real positions go forward in time, so each sentence's come in the order of its words.
        foreach (var (surprise, sentence) in surprises.Zip(sentences))
            ofSentences[sentence][known[sentence]++] = surprise;
        return ofSentences;
    }
}
