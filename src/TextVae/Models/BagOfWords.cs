using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Networks.Kernels;
using TorchSharp;
using Linear = TextVae.Networks.Linear;

namespace TextVae.Models;

/// <summary>
/// The words of a text from z alone, each drawn by itself from one softmax of a linear map of z (Zhao et al. 2017, §3.3, with
/// no hidden layer): what the order of the words tells the decoder does not help here.
/// </summary>
internal sealed class BagOfWords : torch.nn.Module
{
    private readonly Linear _linear;

    public BagOfWords(ModelOptions options, int words)
        : base(nameof(BagOfWords))
    {
        _linear = new Linear(options.Latent, words);
        register_module("linear", _linear);
    }

    /// <summary>−Σ ln p(w|z) over the words w of each text, its end token left out, nats, [batch].</summary>
    /// <param name="z">[batch, latent].</param>
    /// <param name="batch">The texts.</param>
    public torch.Tensor NegativeLogLikelihood(torch.Tensor z, Batch batch)
    {
        var tokens = batch.Targets.flatten().index_select(0, batch.RealPositions);
        // End tokens go along with a weight of 0, so that every parameter has a gradient whatever the texts are: those of several
        // processes are summed.
        var isWord = tokens.ne(torch.tensor((long)Vocabulary.End)).to(z.dtype);
        // For the same reason the losses have different weights, and gradients made with them would be made again.
        var ofWords = LinearCrossEntropy.Run(
            z.index_select(0, batch.SentenceOfToken), _linear.Weight, _linear.Bias, tokens, gradients: GradientTime.Backward).mul(isWord);
        return torch.zeros(batch.Size, dtype: z.dtype, device: z.device).IndexAdd(0, batch.SentenceOfToken, ofWords);
    }
}
